-- How an account goes: what is personal is erased, what counts stays under a name that says nothing.
-- squawk-ignore-file constraint-missing-not-valid

ALTER TABLE account ADD CONSTRAINT account_tombstone_handle_is_reserved
    CHECK (status = 'deleted' OR handle !~* '^deleted_[0-9]+$') NOT VALID;
-- In the same transaction on purpose: the table is read once, and a rule that is not valid would tell nobody anything.
ALTER TABLE account VALIDATE CONSTRAINT account_tombstone_handle_is_reserved;
COMMENT ON CONSTRAINT account_tombstone_handle_is_reserved ON account IS
    'handles like deleted_12 are kept for deleted accounts';

-- Two rows in the life of an account: cheap enough to ask, and with them nobody signs in to a tombstone. Posts, comments and
-- messages are not asked, which would cost every writer; what comes late is erased by sweep_deleted_accounts.
CREATE FUNCTION private.check_account_lives() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    found_status text;
BEGIN
    -- The lock waits for a deletion that is under way, and then sees it.
    SELECT a.status INTO found_status FROM public.account AS a WHERE a.account_id = NEW.account_id FOR KEY SHARE;
    IF found_status = 'deleted' THEN
        RAISE EXCEPTION 'account % is deleted', NEW.account_id
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION private.check_account_lives() IS 'Refuses rows of a deleted account.';
CREATE TRIGGER account_credential_is_of_a_living_account BEFORE INSERT OR UPDATE ON private.account_credential
    FOR EACH ROW EXECUTE FUNCTION private.check_account_lives();
COMMENT ON TRIGGER account_credential_is_of_a_living_account ON private.account_credential IS 'nobody signs in to a deleted account';
CREATE TRIGGER account_profile_is_of_a_living_account BEFORE INSERT OR UPDATE ON account_profile
    FOR EACH ROW EXECUTE FUNCTION private.check_account_lives();
COMMENT ON TRIGGER account_profile_is_of_a_living_account ON account_profile IS 'a deleted account tells nothing about itself';

CREATE FUNCTION private.erase_account_texts(erased_id bigint) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, public BEGIN ATOMIC
    DELETE FROM public.account_profile WHERE account_id = erased_id;
    DELETE FROM private.account_credential WHERE account_id = erased_id;
    -- Whom it knows. Follows of people of the sport, teams, events and tags, and favourites, are statistics.
    DELETE FROM public.follow_account WHERE account_id = erased_id;
    DELETE FROM public.follow_account WHERE followed_id = erased_id;
    DELETE FROM private.account_block WHERE erased_id IN (account_id, blocked_id);
    DELETE FROM private.account_mute WHERE erased_id IN (account_id, muted_id);
    -- What it wrote for itself and for others.
    DELETE FROM private.team_note WHERE account_id = erased_id;
    DELETE FROM private.bear_message AS m USING public.bear_transfer AS t
     WHERE t.bear_transfer_id = m.bear_transfer_id AND t.from_account_id = erased_id;
    DELETE FROM public.media AS m USING public.post AS p WHERE p.post_id = m.post_id AND p.author_id = erased_id;
    UPDATE public.post SET body = NULL, deleted_at = coalesce(deleted_at, now())
     WHERE author_id = erased_id AND (deleted_at IS NULL OR body IS NOT NULL);
    UPDATE public.comment SET body = NULL, deleted_at = coalesce(deleted_at, now())
     WHERE author_id = erased_id AND (deleted_at IS NULL OR body IS NOT NULL);
    -- Its side of chats. A group that it owned gets a neutral title: nobody else chose the one it had.
    UPDATE private.message SET body = NULL, deleted_at = coalesce(deleted_at, now())
     WHERE sender_id = erased_id AND (deleted_at IS NULL OR body IS NOT NULL);
    UPDATE private.chat AS c SET title = 'group' FROM private.chat_member AS m
     WHERE m.chat_id = c.chat_id AND m.account_id = erased_id AND m.role = 'owner' AND c.title <> 'group';
    UPDATE private.chat_member SET left_at = coalesce(left_at, greatest(now(), joined_at)), role = 'member'
     WHERE account_id = erased_id AND (left_at IS NULL OR role <> 'member');
    -- What it was told, and what others were told of it.
    DELETE FROM private.notification WHERE erased_id IN (recipient_id, actor_id);
    DELETE FROM private.notification_preference WHERE account_id = erased_id;
    -- What was said about it, and by it, to moderators.
    UPDATE private.report SET body = NULL WHERE erased_id IN (reporter_account_id, account_id) AND body IS NOT NULL;
    UPDATE private.moderation_action SET reason = NULL WHERE account_id = erased_id AND reason IS NOT NULL;
    UPDATE private.appeal SET body = NULL WHERE account_id = erased_id AND body IS NOT NULL;
    DELETE FROM private.moderator WHERE account_id = erased_id AND lower(during) >= now();
    UPDATE private.moderator SET during = tstzrange(lower(during), now()) WHERE account_id = erased_id AND during @> now();
END;
COMMENT ON FUNCTION private.erase_account_texts(bigint) IS
    'Erases every personal text and relation of an account; docs/schema/privacy.md says why each of them.';

CREATE FUNCTION private.delete_account(deleted_id bigint, reason text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    previous_status text;
BEGIN
    -- A fixed list, so that nothing personal gets into the audit trail.
    IF reason IS NULL OR reason NOT IN ('asked_by_user', 'moderation', 'inactivity', 'legal') THEN
        RAISE EXCEPTION 'an account is deleted because asked_by_user, moderation, inactivity or legal, not %', reason
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- Foreign keys lock the account for each row that names it. So this waits for all who write in its name now, what they wrote is
    -- seen below, and nobody writes anew before this transaction ends.
    SELECT a.status INTO previous_status FROM public.account AS a WHERE a.account_id = deleted_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no account %', deleted_id USING ERRCODE = 'no_data_found';
    END IF;
    PERFORM private.erase_account_texts(deleted_id);
    IF previous_status = 'deleted' THEN
        RETURN false;
    END IF;
    UPDATE public.account AS a
       SET handle = 'deleted_' || a.account_id, display_name = 'deleted', country_code = NULL, locale = 'en', time_zone = 'UTC',
           status = 'deleted'
     WHERE a.account_id = deleted_id;
    INSERT INTO private.audit_event (actor_account_id, action, table_name, row_key, new_row)
    VALUES (nullif(current_setting('fkplus.account_id', true), '')::bigint, 'delete_account', 'public.account',
            jsonb_build_object('account_id', deleted_id), jsonb_build_object('reason', reason));
    RETURN true;
END
$function$;
COMMENT ON FUNCTION private.delete_account(bigint, text) IS
    'Erases what is personal of an account and leaves a tombstone, because asked_by_user, moderation, inactivity or legal. False: it was '
    'deleted before; what was written in its name since is erased.';

CREATE FUNCTION private.sweep_deleted_accounts(deleted_within interval DEFAULT '2 days') RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
    SELECT count(private.delete_account((e.row_key ->> 'account_id')::bigint, 'legal'))
      FROM private.audit_event AS e
     WHERE e.action = 'delete_account' AND e.audit_event_id >= public.timed_id_from(now() - deleted_within)
$function$;
COMMENT ON FUNCTION private.sweep_deleted_accounts(interval) IS
    'Erases what sessions that were signed in have written for accounts deleted lately; how many accounts. For the schedule.';
