-- What moderators do in a case: measures, their reversal, appeals, and the status of accounts that follows.

CREATE TABLE private.moderation_action (
    action_id bigint GENERATED ALWAYS AS IDENTITY,
    case_id bigint NOT NULL,
    account_id bigint NOT NULL,
    moderator_account_id bigint NOT NULL,
    kind text NOT NULL,
    reason text,
    acted_at timestamptz NOT NULL DEFAULT now(),
    ends_at timestamptz,
    reverses_action_id bigint,
    CONSTRAINT moderation_action_pkey PRIMARY KEY (action_id),
    CONSTRAINT moderation_action_id_and_case UNIQUE (action_id, case_id),
    CONSTRAINT moderation_action_id_and_people UNIQUE (action_id, account_id, moderator_account_id),
    CONSTRAINT moderation_action_is_reversed_once UNIQUE (reverses_action_id),
    CONSTRAINT moderation_action_case_fkey FOREIGN KEY (case_id, account_id) REFERENCES private.moderation_case (case_id, account_id),
    CONSTRAINT moderation_action_moderator_fkey FOREIGN KEY (moderator_account_id) REFERENCES public.account,
    CONSTRAINT moderation_action_reverses_fkey
        FOREIGN KEY (reverses_action_id, case_id) REFERENCES private.moderation_action (action_id, case_id),
    CONSTRAINT moderation_action_kind_is_known
        CHECK (kind IN ('warn', 'hide', 'remove', 'mute', 'suspend', 'ban', 'shadow_ban', 'reverse')),
    CONSTRAINT moderation_action_reversal_names_another CHECK ((kind = 'reverse') = (reverses_action_id IS NOT NULL)),
    CONSTRAINT moderation_action_end_fits_kind CHECK (
        CASE WHEN kind IN ('mute', 'suspend') THEN ends_at IS NOT NULL
             ELSE ends_at IS NULL OR kind IN ('hide', 'shadow_ban') END),
    CONSTRAINT moderation_action_ends_after_start CHECK (acted_at < ends_at),
    CONSTRAINT moderation_action_is_not_against_oneself CHECK (moderator_account_id <> account_id),
    CONSTRAINT moderation_action_reason_fits CHECK (btrim(reason) <> '' AND char_length(reason) <= 1000)
);
COMMENT ON TABLE private.moderation_action IS 'What a moderator did in a case; append-only, undone by a later reversal alone.';
COMMENT ON COLUMN private.moderation_action.action_id IS 'Identity of the action.';
COMMENT ON COLUMN private.moderation_action.case_id IS 'The case it belongs to.';
COMMENT ON COLUMN private.moderation_action.account_id IS 'The account concerned, as in the case.';
COMMENT ON COLUMN private.moderation_action.moderator_account_id IS 'Who acted.';
COMMENT ON COLUMN private.moderation_action.kind IS
    'warn; hide or remove what the case is about; mute: may not write; suspend, ban: may not sign in; '
    'shadow_ban: writes for oneself alone; reverse: undoes another action.';
COMMENT ON COLUMN private.moderation_action.reason IS 'Why, as the account is told; NULL: erased with the account.';
COMMENT ON COLUMN private.moderation_action.acted_at IS 'When it was done.';
COMMENT ON COLUMN private.moderation_action.ends_at IS 'When it ends by itself; NULL: not by itself.';
COMMENT ON COLUMN private.moderation_action.reverses_action_id IS 'The action that this one undoes; NULL: none.';
COMMENT ON CONSTRAINT moderation_action_is_reversed_once ON private.moderation_action IS 'an action is reversed once';
COMMENT ON CONSTRAINT moderation_action_case_fkey ON private.moderation_action IS 'No index: cases are never deleted.';
COMMENT ON CONSTRAINT moderation_action_moderator_fkey ON private.moderation_action IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT moderation_action_reverses_fkey ON private.moderation_action IS
    'a reversal and what it reverses belong to one case. No index: another rule has one of the first column, which is unique.';
COMMENT ON CONSTRAINT moderation_action_kind_is_known ON private.moderation_action IS
    'an action is warn, hide, remove, mute, suspend, ban, shadow_ban or reverse';
COMMENT ON CONSTRAINT moderation_action_reversal_names_another ON private.moderation_action IS 'a reversal, and no other action, names what it undoes';
COMMENT ON CONSTRAINT moderation_action_end_fits_kind ON private.moderation_action IS
    'a mute or suspension has an end, hiding or a shadow ban may have one, anything else has none';
COMMENT ON CONSTRAINT moderation_action_ends_after_start ON private.moderation_action IS 'an action ends after it began';
COMMENT ON CONSTRAINT moderation_action_is_not_against_oneself ON private.moderation_action IS 'a moderator does not act in a case of their own';
COMMENT ON CONSTRAINT moderation_action_reason_fits ON private.moderation_action IS 'a reason is not blank and has at most 1,000 characters';

CREATE TABLE private.appeal (
    action_id bigint NOT NULL,
    account_id bigint NOT NULL,
    first_moderator_account_id bigint NOT NULL,
    body text,
    appealed_at timestamptz NOT NULL DEFAULT now(),
    outcome text,
    decided_account_id bigint,
    decided_at timestamptz,
    CONSTRAINT appeal_pkey PRIMARY KEY (action_id),
    CONSTRAINT appeal_action_fkey FOREIGN KEY (action_id, account_id, first_moderator_account_id)
        REFERENCES private.moderation_action (action_id, account_id, moderator_account_id),
    CONSTRAINT appeal_decided_fkey FOREIGN KEY (decided_account_id) REFERENCES public.account,
    CONSTRAINT appeal_outcome_is_known CHECK (outcome IN ('upheld', 'reversed')),
    CONSTRAINT appeal_decision_comes_whole CHECK (num_nulls(outcome, decided_account_id, decided_at) IN (0, 3)),
    CONSTRAINT appeal_is_decided_by_another
        CHECK (decided_account_id <> first_moderator_account_id AND decided_account_id <> account_id),
    CONSTRAINT appeal_is_decided_afterwards CHECK (appealed_at <= decided_at),
    CONSTRAINT appeal_body_fits CHECK (btrim(body) <> '' AND char_length(body) <= 2000)
);
COMMENT ON TABLE private.appeal IS 'What the account concerned says against an action, and what another moderator decided.';
COMMENT ON COLUMN private.appeal.action_id IS 'The action appealed against.';
COMMENT ON COLUMN private.appeal.account_id IS 'Who appeals: the account concerned.';
COMMENT ON COLUMN private.appeal.first_moderator_account_id IS 'Who took the action.';
COMMENT ON COLUMN private.appeal.body IS 'What the account says, at most 2,000 characters; NULL: nothing, or erased with the account.';
COMMENT ON COLUMN private.appeal.appealed_at IS 'When it was made.';
COMMENT ON COLUMN private.appeal.outcome IS 'upheld: the action stays; reversed: it is undone by a reversal; NULL: not decided yet.';
COMMENT ON COLUMN private.appeal.decided_account_id IS 'The moderator who decided; NULL: not decided yet.';
COMMENT ON COLUMN private.appeal.decided_at IS 'When it was decided; NULL: not yet.';
COMMENT ON CONSTRAINT appeal_pkey ON private.appeal IS 'an action is appealed against once';
COMMENT ON CONSTRAINT appeal_action_fkey ON private.appeal IS
    'an appeal is made by the account concerned. No index: the primary key begins with the action.';
COMMENT ON CONSTRAINT appeal_decided_fkey ON private.appeal IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT appeal_outcome_is_known ON private.appeal IS 'an appeal ends upheld or reversed';
COMMENT ON CONSTRAINT appeal_decision_comes_whole ON private.appeal IS 'the outcome of an appeal comes with who decided and when';
COMMENT ON CONSTRAINT appeal_is_decided_by_another ON private.appeal IS 'an appeal is decided by another moderator than the one who acted';
COMMENT ON CONSTRAINT appeal_is_decided_afterwards ON private.appeal IS 'an appeal is decided after it was made';
COMMENT ON CONSTRAINT appeal_body_fits ON private.appeal IS 'the text of an appeal is not blank and has at most 2,000 characters';

CREATE VIEW private.measure_in_force AS
SELECT a.action_id, a.case_id, a.account_id, a.kind, a.acted_at, a.ends_at, c.target_kind, c.target
  FROM private.moderation_action AS a JOIN private.moderation_case AS c USING (case_id)
 WHERE a.kind NOT IN ('warn', 'reverse') AND (a.ends_at IS NULL OR a.ends_at > now())
   AND NOT EXISTS (SELECT FROM private.moderation_action AS r WHERE r.reverses_action_id = a.action_id);
COMMENT ON VIEW private.measure_in_force IS 'The measures that hold now: neither run out nor reversed.';
COMMENT ON COLUMN private.measure_in_force.action_id IS 'The action.';
COMMENT ON COLUMN private.measure_in_force.case_id IS 'Its case.';
COMMENT ON COLUMN private.measure_in_force.account_id IS 'The account concerned.';
COMMENT ON COLUMN private.measure_in_force.kind IS 'hide, remove, mute, suspend, ban or shadow_ban.';
COMMENT ON COLUMN private.measure_in_force.acted_at IS 'When it was taken.';
COMMENT ON COLUMN private.measure_in_force.ends_at IS 'When it ends by itself; NULL: not by itself.';
COMMENT ON COLUMN private.measure_in_force.target_kind IS 'What the case is about.';
COMMENT ON COLUMN private.measure_in_force.target IS 'The target as one text, as in the case.';

CREATE TRIGGER moderation_action_is_kept BEFORE UPDATE OR DELETE ON private.moderation_action
    FOR EACH ROW EXECUTE FUNCTION private.keep_row('reason');
COMMENT ON TRIGGER moderation_action_is_kept ON private.moderation_action IS
    'an action is neither changed nor deleted, only reversed by a later one; its reason may be erased';

CREATE TRIGGER moderation_action_is_taken_by_a_moderator BEFORE INSERT ON private.moderation_action
    FOR EACH ROW EXECUTE FUNCTION private.check_moderator('moderator_account_id', 'acted_at');
COMMENT ON TRIGGER moderation_action_is_taken_by_a_moderator ON private.moderation_action IS 'an action is taken by a moderator';
CREATE TRIGGER appeal_is_decided_by_a_moderator BEFORE INSERT OR UPDATE OF decided_account_id ON private.appeal
    FOR EACH ROW EXECUTE FUNCTION private.check_moderator('decided_account_id', 'decided_at');
COMMENT ON TRIGGER appeal_is_decided_by_a_moderator ON private.appeal IS 'an appeal is decided by a moderator';

CREATE FUNCTION private.check_action() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    judged private.moderation_case;
    undone private.moderation_action;
    fault text;
BEGIN
    -- Measures of one account wait for each other, so that its status follows all of them.
    SELECT * INTO judged FROM private.moderation_case AS c WHERE c.case_id = NEW.case_id FOR UPDATE;
    PERFORM FROM public.account AS a WHERE a.account_id = NEW.account_id FOR NO KEY UPDATE;
    SELECT * INTO undone FROM private.moderation_action AS a WHERE a.action_id = NEW.reverses_action_id;
    fault := CASE
        WHEN NEW.kind = 'reverse' AND undone.kind = 'reverse' THEN 'a reversal is not reversed: act anew'
        WHEN NEW.kind = 'reverse' AND NEW.acted_at < undone.acted_at THEN 'a reversal comes after what it reverses'
        WHEN NEW.kind <> 'reverse' AND judged.verdict = 'no_violation' THEN 'nothing follows where there is no violation'
        WHEN NEW.kind <> 'reverse' AND NEW.acted_at > judged.closed_at THEN 'a closed case has no further measures'
        WHEN NEW.kind IN ('hide', 'remove') AND judged.target_kind = 'account' THEN 'an account is not hidden or removed'
    END;
    IF fault IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '%', fault
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.check_action() IS 'Refuses actions that the state of their case or of what they reverse does not allow.';
CREATE TRIGGER moderation_action_follows_from_its_case BEFORE INSERT ON private.moderation_action
    FOR EACH ROW EXECUTE FUNCTION private.check_action();
COMMENT ON TRIGGER moderation_action_follows_from_its_case ON private.moderation_action IS
    'measures follow from a case with a violation that is not closed; only content is hidden or removed; a reversal undoes an earlier measure';

CREATE FUNCTION private.is_barred(checked_id bigint) RETURNS boolean LANGUAGE sql STABLE
    RETURN EXISTS (SELECT FROM private.measure_in_force AS m WHERE m.account_id = checked_id AND m.kind IN ('suspend', 'ban'));
COMMENT ON FUNCTION private.is_barred(bigint) IS 'Whether a suspension or ban of the account holds now.';

CREATE FUNCTION private.check_account_status() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    IF OLD.status <> 'deleted' AND (NEW.status = 'deleted' OR (NEW.status = 'suspended') = private.is_barred(NEW.account_id)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'account % does not become % from %', NEW.account_id, NEW.status, OLD.status
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.check_account_status() IS 'Refuses a status of an account that its suspensions and bans do not explain.';
CREATE TRIGGER account_status_follows_measures BEFORE UPDATE OF status ON account
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION private.check_account_status();
COMMENT ON TRIGGER account_status_follows_measures ON account IS
    'an account is suspended as long as a suspension or ban of it holds; a deleted account stays deleted';

CREATE FUNCTION private.follow_measures(judged_id bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    judged private.moderation_case;
    since timestamptz;
BEGIN
    SELECT * INTO judged FROM private.moderation_case AS c WHERE c.case_id = judged_id;
    -- Taken first: a status or mark is judged in later statements, which see what others did while this one waited.
    PERFORM FROM public.account AS a WHERE a.account_id = judged.account_id FOR NO KEY UPDATE;
    UPDATE public.account AS a SET status = CASE WHEN private.is_barred(a.account_id) THEN 'suspended' ELSE 'active' END
     WHERE a.account_id = judged.account_id AND a.status <> 'deleted'
       AND (a.status = 'suspended') <> private.is_barred(a.account_id)
       AND EXISTS (SELECT FROM private.moderation_action AS m WHERE m.case_id = judged_id AND m.kind IN ('suspend', 'ban'));
    SELECT min(m.acted_at) INTO since FROM private.measure_in_force AS m
     WHERE m.target = judged.target AND m.kind IN ('hide', 'remove');
    UPDATE public.post AS p SET hidden_at = since
     WHERE judged.target_kind = 'post' AND p.post_id = judged.post_id AND p.hidden_at IS DISTINCT FROM since;
    UPDATE public.comment AS c SET hidden_at = since
     WHERE judged.target_kind = 'comment' AND c.post_id = judged.post_id AND c.comment_id = judged.comment_id
       AND c.hidden_at IS DISTINCT FROM since;
END
$function$;
COMMENT ON FUNCTION private.follow_measures(bigint) IS
    'Gives the account or the post or comment of a case the status that the measures in force demand.';

CREATE FUNCTION private.apply_action() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    PERFORM private.follow_measures(NEW.case_id);
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.apply_action() IS 'Gives the target of a new action the status that it demands.';
CREATE TRIGGER moderation_action_takes_effect AFTER INSERT ON private.moderation_action
    FOR EACH ROW EXECUTE FUNCTION private.apply_action();
COMMENT ON TRIGGER moderation_action_takes_effect ON private.moderation_action IS
    'the status of an account, and whether a post or comment is hidden, follow from the measures in force';

CREATE FUNCTION private.end_measures() RETURNS bigint LANGUAGE sql SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT count(private.follow_measures(run_out.case_id)::text) FROM (
        SELECT DISTINCT c.case_id FROM private.moderation_action AS m
          JOIN private.moderation_case AS c USING (case_id)
          JOIN public.account AS a ON a.account_id = c.account_id
          LEFT JOIN public.post AS p ON c.target_kind = 'post' AND p.post_id = c.post_id
          LEFT JOIN public.comment AS o ON c.target_kind = 'comment' AND o.post_id = c.post_id AND o.comment_id = c.comment_id
         WHERE m.ends_at <= now()
           AND CASE m.kind WHEN 'suspend' THEN a.status = 'suspended' AND NOT private.is_barred(a.account_id)
                           WHEN 'hide' THEN coalesce(p.hidden_at, o.hidden_at) IS NOT NULL AND NOT EXISTS (
                               SELECT FROM private.measure_in_force AS f WHERE f.target = c.target AND f.kind IN ('hide', 'remove'))
               END) AS run_out;
END;
COMMENT ON FUNCTION private.end_measures() IS
    'Makes accounts active and posts and comments shown again where the last measure has run out; in how many cases. For the schedule, '
    'and for the application before it refuses a sign-in.';

CREATE FUNCTION private.check_appeal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    judged private.moderation_case;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT c.* INTO judged FROM private.moderation_case AS c JOIN private.moderation_action AS a USING (case_id)
         WHERE a.action_id = NEW.action_id AND a.kind <> 'reverse' FOR UPDATE OF c;
        IF judged.status IN ('decided', 'appealed') OR judged.closed_at >= NEW.decided_at THEN
            UPDATE private.moderation_case AS c SET status = 'appealed' WHERE c.case_id = judged.case_id AND c.status = 'decided';
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{body,outcome,decided_account_id,decided_at}'::text[]
                             = to_jsonb(OLD) - '{body,outcome,decided_account_id,decided_at}'::text[]
      AND (NEW.body IS NULL OR NEW.body = OLD.body)
      AND (OLD.outcome IS NULL OR (NEW.outcome, NEW.decided_account_id, NEW.decided_at)
                                  = (OLD.outcome, OLD.decided_account_id, OLD.decided_at)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the appeal against action % can not be made or changed in that way', coalesce(NEW.action_id, OLD.action_id)
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.check_appeal() IS 'Refuses appeals out of turn and changes of what is decided; notes in the case that there is one.';
CREATE TRIGGER appeal_is_made_and_decided_once BEFORE INSERT OR UPDATE OR DELETE ON private.appeal
    FOR EACH ROW EXECUTE FUNCTION private.check_appeal();
COMMENT ON TRIGGER appeal_is_made_and_decided_once ON private.appeal IS
    'an appeal is made against a measure between decision and closing, decided once and then kept; its text may be erased';

CREATE FUNCTION private.apply_appeal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, reason, acted_at, reverses_action_id)
    SELECT a.case_id, a.account_id, NEW.decided_account_id, 'reverse', 'appeal', NEW.decided_at, a.action_id
      FROM private.moderation_action AS a WHERE a.action_id = NEW.action_id
    ON CONFLICT ON CONSTRAINT moderation_action_is_reversed_once DO NOTHING;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.apply_appeal() IS 'Takes the reversal that an appeal brought about, unless the action is reversed already.';
CREATE TRIGGER appeal_reverses_the_action AFTER INSERT OR UPDATE OF outcome ON private.appeal
    FOR EACH ROW WHEN (NEW.outcome = 'reversed') EXECUTE FUNCTION private.apply_appeal();
COMMENT ON TRIGGER appeal_reverses_the_action ON private.appeal IS 'an appeal that succeeds reverses the action';

CREATE FUNCTION private.check_closing() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    IF EXISTS (SELECT FROM private.moderation_action AS a JOIN private.appeal USING (action_id)
                WHERE a.case_id = NEW.case_id AND appeal.outcome IS NULL) THEN
        RAISE EXCEPTION 'case % has an appeal that nobody decided', NEW.case_id
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION private.check_closing() IS 'Refuses to close a case with an appeal that is not decided.';
CREATE TRIGGER moderation_case_closes_after_its_appeals BEFORE UPDATE OF status ON private.moderation_case
    FOR EACH ROW WHEN (NEW.status = 'closed') EXECUTE FUNCTION private.check_closing();
COMMENT ON TRIGGER moderation_case_closes_after_its_appeals ON private.moderation_case IS
    'a case is closed when its appeals are decided';
