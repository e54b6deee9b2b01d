-- What the database writes itself: nobody else does, neither by hand nor through a function that acts as the owner.

-- The application may change the rows of every table, may make temporary tables and, on these, triggers. So neither a right on a
-- table nor the depth of a trigger tells the database's own hand from another; the role that acts does.
CREATE FUNCTION private.check_writer() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    IF pg_has_role(current_user, (SELECT c.relowner FROM pg_catalog.pg_class AS c WHERE c.oid = TG_RELID), 'USAGE') THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'role % does not write % by hand', current_user, TG_TABLE_NAME
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.check_writer() IS 'Refuses writers other than the owner''s functions.';

CREATE TRIGGER account_follower_slot_is_written_by_the_database BEFORE INSERT OR UPDATE OR DELETE ON account_follower_slot
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_writer();
COMMENT ON TRIGGER account_follower_slot_is_written_by_the_database ON account_follower_slot IS
    'followers are counted by their follows alone';
CREATE TRIGGER person_follower_slot_is_written_by_the_database BEFORE INSERT OR UPDATE OR DELETE ON person_follower_slot
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_writer();
COMMENT ON TRIGGER person_follower_slot_is_written_by_the_database ON person_follower_slot IS
    'followers are counted by their follows alone';
CREATE TRIGGER team_follower_slot_is_written_by_the_database BEFORE INSERT OR UPDATE OR DELETE ON team_follower_slot
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_writer();
COMMENT ON TRIGGER team_follower_slot_is_written_by_the_database ON team_follower_slot IS
    'followers are counted by their follows alone';
CREATE TRIGGER event_follower_slot_is_written_by_the_database BEFORE INSERT OR UPDATE OR DELETE ON event_follower_slot
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_writer();
COMMENT ON TRIGGER event_follower_slot_is_written_by_the_database ON event_follower_slot IS
    'followers are counted by their follows alone';
CREATE TRIGGER tag_follower_slot_is_written_by_the_database BEFORE INSERT OR UPDATE OR DELETE ON tag_follower_slot
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_writer();
COMMENT ON TRIGGER tag_follower_slot_is_written_by_the_database ON tag_follower_slot IS
    'followers are counted by their follows alone';
CREATE TRIGGER programme_rating_slot_is_written_by_the_database BEFORE INSERT OR UPDATE OR DELETE ON programme_rating_slot
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_writer();
COMMENT ON TRIGGER programme_rating_slot_is_written_by_the_database ON programme_rating_slot IS
    'sums of ratings are written by the ratings alone';
CREATE TRIGGER post_counter_is_written_by_the_database BEFORE INSERT OR UPDATE OR DELETE ON post_counter
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_writer();
COMMENT ON TRIGGER post_counter_is_written_by_the_database ON post_counter IS
    'counts of a post are written by its comments and reactions alone';
CREATE TRIGGER bear_balance_is_written_by_the_database BEFORE INSERT OR UPDATE OR DELETE ON bear_balance
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_writer();
COMMENT ON TRIGGER bear_balance_is_written_by_the_database ON bear_balance IS
    'balances are written by the ledger alone';
CREATE TRIGGER team_bear_slot_is_written_by_the_database BEFORE INSERT OR UPDATE OR DELETE ON team_bear_slot
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_writer();
COMMENT ON TRIGGER team_bear_slot_is_written_by_the_database ON team_bear_slot IS
    'what teams collected is written by the ledger alone';
-- Who empties the queue before commit would keep a wrong sheet from being checked. What is queued beside is only checked.
CREATE TRIGGER performance_to_check_is_emptied_by_the_check BEFORE UPDATE OR DELETE ON private.performance_to_check
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_writer();
COMMENT ON TRIGGER performance_to_check_is_emptied_by_the_check ON private.performance_to_check IS
    'changed performances are checked at commit';

-- Counted are reactions that come and go; moved to another post, one would count for the first.
CREATE TRIGGER post_reaction_stays_at_its_post BEFORE UPDATE OF post_id ON post_reaction
    FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();
COMMENT ON TRIGGER post_reaction_stays_at_its_post ON post_reaction IS 'a reaction is withdrawn and made anew, not moved to another post';

-- A trigger needs no right to its function when it runs, but who makes one does: without it nobody else hangs these functions on a
-- table of their own and feeds them rows.
REVOKE EXECUTE ON FUNCTION
    private.add_to_post_counters(bigint[], bigint[], bigint[]), private.check_chat(), private.check_chat_member(),
    private.check_entry_is_gone(), private.check_follows(), private.check_lock(), private.check_lock_move(),
    private.check_message(), private.check_performance(), private.check_repost(), private.check_reversals(),
    private.count_comments(), private.count_followers(), private.count_ratings(), private.count_reactions(),
    private.count_team_bears(), private.empty_deleted_post(), private.end_blocked_follows(), private.move_bears(),
    private.queue_performances(), private.record_audit_event()
    FROM PUBLIC;
