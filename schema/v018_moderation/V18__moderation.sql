-- What users report and moderators decide: moderators, cases and the reports that they gather.

CREATE TABLE private.moderator (
    moderator_id bigint GENERATED ALWAYS AS IDENTITY,
    account_id bigint NOT NULL,
    during tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    CONSTRAINT moderator_pkey PRIMARY KEY (moderator_id),
    CONSTRAINT moderator_account_fkey FOREIGN KEY (account_id) REFERENCES public.account,
    CONSTRAINT moderator_during_is_not_empty CHECK (NOT isempty(during)),
    CONSTRAINT moderator_has_one_period_at_a_time EXCLUDE USING gist (account_id WITH =, during WITH &&)
);
COMMENT ON TABLE private.moderator IS 'Who moderates, and when.';
COMMENT ON COLUMN private.moderator.moderator_id IS 'Identity of the period.';
COMMENT ON COLUMN private.moderator.account_id IS 'The account that moderates.';
COMMENT ON COLUMN private.moderator.during IS 'From when to when; open: still.';
COMMENT ON CONSTRAINT moderator_account_fkey ON private.moderator IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT moderator_during_is_not_empty ON private.moderator IS 'the time of a moderator is not empty';
COMMENT ON CONSTRAINT moderator_has_one_period_at_a_time ON private.moderator IS 'the periods of one moderator do not overlap';

-- No foreign keys to posts, comments, messages and media: they would keep a month of them from being detached.
CREATE TABLE private.moderation_case (
    case_id bigint GENERATED ALWAYS AS IDENTITY,
    target_kind text NOT NULL,
    account_id bigint NOT NULL,
    post_id bigint,
    comment_id bigint,
    chat_id bigint,
    message_id bigint,
    media_no smallint,
    programme_id bigint,
    target text GENERATED ALWAYS AS (
        target_kind || ':' || CASE target_kind
            WHEN 'account' THEN account_id::text
            WHEN 'post' THEN post_id::text
            WHEN 'comment' THEN post_id::text || '.' || comment_id::text
            WHEN 'message' THEN chat_id::text || '.' || message_id::text
            WHEN 'media' THEN post_id::text || '.' || media_no::text
            WHEN 'programme_rating' THEN programme_id::text || '.' || account_id::text
        END) STORED,
    status text NOT NULL DEFAULT 'open',
    opened_at timestamptz NOT NULL DEFAULT now(),
    assigned_account_id bigint,
    verdict text,
    decided_account_id bigint,
    decided_at timestamptz,
    closed_at timestamptz,
    CONSTRAINT moderation_case_pkey PRIMARY KEY (case_id),
    CONSTRAINT moderation_case_id_and_concerned UNIQUE (case_id, account_id),
    CONSTRAINT moderation_case_account_fkey FOREIGN KEY (account_id) REFERENCES public.account,
    CONSTRAINT moderation_case_assigned_fkey FOREIGN KEY (assigned_account_id) REFERENCES public.account,
    CONSTRAINT moderation_case_decided_fkey FOREIGN KEY (decided_account_id) REFERENCES public.account,
    CONSTRAINT moderation_case_target_kind_is_known
        CHECK (target_kind IN ('account', 'post', 'comment', 'message', 'media', 'programme_rating')),
    CONSTRAINT moderation_case_has_one_target CHECK (
        (target_kind IN ('post', 'comment', 'media')) = (post_id IS NOT NULL)
        AND (target_kind = 'comment') = (comment_id IS NOT NULL)
        AND (target_kind = 'media') = (media_no IS NOT NULL)
        AND (target_kind = 'message') = (chat_id IS NOT NULL)
        AND (target_kind = 'message') = (message_id IS NOT NULL)
        AND (target_kind = 'programme_rating') = (programme_id IS NOT NULL)),
    CONSTRAINT moderation_case_status_is_known CHECK (status IN ('open', 'decided', 'appealed', 'closed')),
    CONSTRAINT moderation_case_verdict_is_known CHECK (verdict IN ('violation', 'no_violation')),
    CONSTRAINT moderation_case_is_decided_unless_open
        CHECK (num_nonnulls(verdict, decided_account_id, decided_at) = CASE status WHEN 'open' THEN 0 ELSE 3 END),
    CONSTRAINT moderation_case_closing_has_its_time CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT moderation_case_times_are_in_order CHECK (opened_at <= decided_at AND decided_at <= closed_at),
    CONSTRAINT moderation_case_is_not_ones_own CHECK (account_id <> assigned_account_id AND account_id <> decided_account_id)
);
-- Reports of a target meet in one case until it is decided; what is reported later makes another.
CREATE UNIQUE INDEX moderation_case_one_open ON private.moderation_case (target) WHERE status = 'open';
COMMENT ON INDEX private.moderation_case_one_open IS 'a target has one open case';
COMMENT ON TABLE private.moderation_case IS 'One target that moderators decide on, from the first report to the last appeal; kept.';
COMMENT ON COLUMN private.moderation_case.case_id IS 'Identity of the case.';
COMMENT ON COLUMN private.moderation_case.target_kind IS 'account, post, comment, message, media or programme_rating.';
COMMENT ON COLUMN private.moderation_case.account_id IS 'The account concerned: the target itself, or who wrote it.';
COMMENT ON COLUMN private.moderation_case.post_id IS 'The post, also that of a comment, picture or video; NULL: another target.';
COMMENT ON COLUMN private.moderation_case.comment_id IS 'The comment on the post; NULL: another target.';
COMMENT ON COLUMN private.moderation_case.chat_id IS 'The chat of the message; NULL: another target.';
COMMENT ON COLUMN private.moderation_case.message_id IS 'The message of a chat; NULL: another target.';
COMMENT ON COLUMN private.moderation_case.media_no IS 'The picture or video of the post; NULL: another target.';
COMMENT ON COLUMN private.moderation_case.programme_id IS 'The programme that the account rated; NULL: another target.';
COMMENT ON COLUMN private.moderation_case.target IS 'The target as one text, which is unique among open cases.';
COMMENT ON COLUMN private.moderation_case.status IS 'open, then decided, perhaps appealed, at last closed.';
COMMENT ON COLUMN private.moderation_case.opened_at IS 'When the first report came, or a moderator opened it.';
COMMENT ON COLUMN private.moderation_case.assigned_account_id IS 'The moderator who looks after it; NULL: nobody yet.';
COMMENT ON COLUMN private.moderation_case.verdict IS 'violation or no_violation; NULL: open.';
COMMENT ON COLUMN private.moderation_case.decided_account_id IS 'The moderator who decided; NULL: open.';
COMMENT ON COLUMN private.moderation_case.decided_at IS 'When it was decided; NULL: open.';
COMMENT ON COLUMN private.moderation_case.closed_at IS 'When it was closed; NULL: not yet.';
COMMENT ON CONSTRAINT moderation_case_account_fkey ON private.moderation_case IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT moderation_case_assigned_fkey ON private.moderation_case IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT moderation_case_decided_fkey ON private.moderation_case IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT moderation_case_target_kind_is_known ON private.moderation_case IS
    'the target of a case is an account, post, comment, message, picture or video, or a rating of a programme';
COMMENT ON CONSTRAINT moderation_case_has_one_target ON private.moderation_case IS 'a case has exactly one target, of the kind it states';
COMMENT ON CONSTRAINT moderation_case_status_is_known ON private.moderation_case IS 'a case is open, decided, appealed or closed';
COMMENT ON CONSTRAINT moderation_case_verdict_is_known ON private.moderation_case IS 'a verdict is violation or no_violation';
COMMENT ON CONSTRAINT moderation_case_is_decided_unless_open ON private.moderation_case IS
    'a case that is no longer open has a verdict, who gave it and when; an open one has none of them';
COMMENT ON CONSTRAINT moderation_case_closing_has_its_time ON private.moderation_case IS 'a closed case, and no other, says when it was closed';
COMMENT ON CONSTRAINT moderation_case_times_are_in_order ON private.moderation_case IS 'a case is opened, then decided, then closed';
COMMENT ON CONSTRAINT moderation_case_is_not_ones_own ON private.moderation_case IS 'nobody decides a case about themselves or what they wrote';

CREATE TABLE private.report (
    case_id bigint NOT NULL,
    reporter_account_id bigint NOT NULL,
    account_id bigint NOT NULL,
    reason text NOT NULL,
    body text,
    reported_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT report_pkey PRIMARY KEY (case_id, reporter_account_id),
    CONSTRAINT report_case_fkey FOREIGN KEY (case_id, account_id) REFERENCES private.moderation_case (case_id, account_id),
    CONSTRAINT report_reporter_fkey FOREIGN KEY (reporter_account_id) REFERENCES public.account,
    CONSTRAINT report_is_about_somebody_else CHECK (reporter_account_id <> account_id),
    CONSTRAINT report_reason_is_known CHECK (reason IN (
        'spam', 'insult', 'harassment', 'hate', 'violence', 'nudity', 'false_information', 'copyright', 'impersonation', 'other')),
    CONSTRAINT report_body_fits CHECK (btrim(body) <> '' AND char_length(body) <= 1000)
);
COMMENT ON TABLE private.report IS 'What a user tells the moderators about a target; the case names the target and gathers its reports.';
COMMENT ON COLUMN private.report.case_id IS 'The case, open when the report came.';
COMMENT ON COLUMN private.report.reporter_account_id IS 'Who reports.';
COMMENT ON COLUMN private.report.account_id IS 'The account concerned, as in the case.';
COMMENT ON COLUMN private.report.reason IS
    'spam, insult, harassment, hate, violence, nudity, false_information, copyright, impersonation or other.';
COMMENT ON COLUMN private.report.body IS 'What the reporter adds, at most 1,000 characters; NULL: nothing, or erased with an account.';
COMMENT ON COLUMN private.report.reported_at IS 'When it was reported.';
COMMENT ON CONSTRAINT report_pkey ON private.report IS 'one account reports a target once while its case is open';
COMMENT ON CONSTRAINT report_case_fkey ON private.report IS 'No index: the primary key begins with the case.';
COMMENT ON CONSTRAINT report_reporter_fkey ON private.report IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT report_is_about_somebody_else ON private.report IS 'nobody reports themselves';
COMMENT ON CONSTRAINT report_reason_is_known ON private.report IS
    'a report is about spam, insult, harassment, hate, violence, nudity, false information, copyright, impersonation or something other';
COMMENT ON CONSTRAINT report_body_fits ON private.report IS 'the text of a report is not blank and has at most 1,000 characters';

CREATE FUNCTION private.keep_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS = 1 THEN
        IF to_jsonb(NEW) - TG_ARGV[0] = to_jsonb(OLD) - TG_ARGV[0] AND to_jsonb(NEW) ->> TG_ARGV[0] IS NULL THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'rows of % are kept as they are', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.keep_row() IS 'Refuses changes and deletions; only the text named in the argument may be erased.';
CREATE TRIGGER report_is_kept BEFORE UPDATE OR DELETE ON private.report
    FOR EACH ROW EXECUTE FUNCTION private.keep_row('body');
COMMENT ON TRIGGER report_is_kept ON private.report IS 'a report is neither changed nor deleted; its text may be erased';

CREATE FUNCTION private.check_moderator() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    acting bigint := to_jsonb(NEW) ->> TG_ARGV[0];
    at timestamptz := to_jsonb(NEW) ->> TG_ARGV[1];
BEGIN
    IF acting IS NULL OR EXISTS (SELECT FROM private.moderator AS m WHERE m.account_id = acting
                                    AND m.during && tstzrange(at, coalesce(TG_ARGV[2]::timestamptz, at), '[]')) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'account % is no moderator at that time', acting
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.check_moderator() IS
    'Refuses an account that was no moderator at the time, or from it on to a third argument; the arguments name the columns.';
CREATE TRIGGER moderation_case_is_assigned_to_a_moderator BEFORE INSERT OR UPDATE OF assigned_account_id ON private.moderation_case
    FOR EACH ROW EXECUTE FUNCTION private.check_moderator('assigned_account_id', 'opened_at', 'infinity');
CREATE TRIGGER moderation_case_is_decided_by_a_moderator BEFORE INSERT OR UPDATE OF decided_account_id ON private.moderation_case
    FOR EACH ROW EXECUTE FUNCTION private.check_moderator('decided_account_id', 'decided_at');
COMMENT ON TRIGGER moderation_case_is_assigned_to_a_moderator ON private.moderation_case IS 'a case is assigned to a moderator';
COMMENT ON TRIGGER moderation_case_is_decided_by_a_moderator ON private.moderation_case IS 'a case is decided by a moderator';

CREATE FUNCTION private.target_author(judged private.moderation_case) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $function$
BEGIN
    CASE judged.target_kind
        WHEN 'account' THEN
            RETURN (SELECT a.account_id FROM public.account AS a WHERE a.account_id = judged.account_id);
        WHEN 'post' THEN
            RETURN (SELECT p.author_id FROM public.post AS p WHERE p.post_id = judged.post_id);
        WHEN 'comment' THEN
            RETURN (SELECT c.author_id FROM public.comment AS c
                     WHERE c.post_id = judged.post_id AND c.comment_id = judged.comment_id);
        WHEN 'media' THEN
            RETURN (SELECT p.author_id FROM public.post AS p JOIN public.media AS m USING (post_id)
                     WHERE m.post_id = judged.post_id AND m.media_no = judged.media_no);
        WHEN 'message' THEN
            RETURN (SELECT m.sender_id FROM private.message AS m
                     WHERE m.chat_id = judged.chat_id AND m.message_id = judged.message_id);
        WHEN 'programme_rating' THEN
            RETURN (SELECT r.account_id FROM public.programme_rating AS r
                     WHERE r.programme_id = judged.programme_id AND r.account_id = judged.account_id);
        ELSE
            -- Another kind is for a rule of the table to refuse.
            RETURN judged.account_id;
    END CASE;
END
$function$;
COMMENT ON FUNCTION private.target_author(private.moderation_case) IS
    'The account that a case must concern: the target itself, or who wrote it; NULL: there is no such target.';

CREATE FUNCTION private.check_case() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    -- The target as a text is not computed yet when this runs.
    changing text[] := '{target,status,assigned_account_id,verdict,decided_account_id,decided_at,closed_at}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF private.target_author(NEW) = NEW.account_id THEN
            RETURN NEW;
        END IF;
    ELSIF to_jsonb(NEW) - changing = to_jsonb(OLD) - changing
       AND (OLD.status = 'open' OR (NEW.verdict, NEW.decided_account_id, NEW.decided_at)
                                   = (OLD.verdict, OLD.decided_account_id, OLD.decided_at))
       AND (OLD.status, NEW.status) IN (('open', 'open'), ('open', 'decided'), ('decided', 'decided'), ('decided', 'appealed'),
                                        ('decided', 'closed'), ('appealed', 'appealed'), ('appealed', 'closed')) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        MESSAGE = CASE TG_OP WHEN 'INSERT' THEN format('there is no such %s of account %s', NEW.target_kind, NEW.account_id)
                  ELSE format('case %s does not go from %s to %s in that way', OLD.case_id, OLD.status, NEW.status) END,
        ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.check_case() IS 'Refuses a case that does not name who wrote its target, and steps that a case does not take.';
CREATE TRIGGER moderation_case_names_the_author BEFORE INSERT ON private.moderation_case
    FOR EACH ROW EXECUTE FUNCTION private.check_case();
COMMENT ON TRIGGER moderation_case_names_the_author ON private.moderation_case IS 'the target of a case exists, and the account concerned wrote it';
CREATE TRIGGER moderation_case_goes_step_by_step BEFORE UPDATE ON private.moderation_case
    FOR EACH ROW EXECUTE FUNCTION private.check_case();
COMMENT ON TRIGGER moderation_case_goes_step_by_step ON private.moderation_case IS
    'a case goes from open to decided, perhaps to appealed, then to closed; its target and verdict stay';
CREATE TRIGGER moderation_case_is_kept BEFORE DELETE ON private.moderation_case
    FOR EACH ROW EXECUTE FUNCTION private.keep_row();
COMMENT ON TRIGGER moderation_case_is_kept ON private.moderation_case IS 'a case is not deleted';

CREATE FUNCTION private.check_report() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    -- The lock makes a decision wait for the reports that came before it.
    PERFORM FROM private.moderation_case AS c
      WHERE c.case_id = NEW.case_id AND (c.status = 'open' OR NEW.reported_at <= c.decided_at) FOR SHARE;
    IF FOUND THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'case % is not open for reports', NEW.case_id
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.check_report() IS 'Refuses a report in a case that is decided.';
CREATE TRIGGER report_joins_an_open_case BEFORE INSERT ON private.report
    FOR EACH ROW EXECUTE FUNCTION private.check_report();
COMMENT ON TRIGGER report_joins_an_open_case ON private.report IS 'a report joins an open case';

CREATE FUNCTION private.file_report(reporter_id bigint, reason text, body text, about private.moderation_case) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    concerned bigint := private.target_author(about);
    joined bigint;
BEGIN
    -- Where the case is open already, the empty update gives its id and keeps it from being decided meanwhile.
    INSERT INTO private.moderation_case AS c (target_kind, account_id, post_id, comment_id, chat_id, message_id, media_no, programme_id)
    VALUES (about.target_kind, concerned, about.post_id, about.comment_id, about.chat_id, about.message_id, about.media_no, about.programme_id)
    ON CONFLICT (target) WHERE status = 'open' DO UPDATE SET opened_at = c.opened_at RETURNING c.case_id INTO joined;
    INSERT INTO private.report (case_id, reporter_account_id, account_id, reason, body)
    VALUES (joined, reporter_id, concerned, reason, body);
    RETURN joined;
END
$function$;
COMMENT ON FUNCTION private.file_report(bigint, text, text, private.moderation_case) IS
    'Reports a target, given by its kind and keys, in its open case, which is opened where there is none; the case.';
