-- Who changed what where trust matters: a trail that only grows, and what writes it.

CREATE TABLE private.audit_event (
    audit_event_id bigint NOT NULL DEFAULT timed_id(),
    occurred_at timestamptz GENERATED ALWAYS AS (timed_id_at(audit_event_id)) STORED NOT NULL,
    actor_account_id bigint,
    database_role text NOT NULL DEFAULT session_user,
    action text NOT NULL,
    table_name text NOT NULL,
    row_key jsonb NOT NULL,
    old_row jsonb,
    new_row jsonb,
    provenance text,
    CONSTRAINT audit_event_pkey PRIMARY KEY (audit_event_id),
    CONSTRAINT audit_event_actor_fkey FOREIGN KEY (actor_account_id) REFERENCES public.account,
    CONSTRAINT audit_event_action_is_known CHECK (action IN ('insert', 'update', 'delete', 'delete_account')),
    CONSTRAINT audit_event_rows_fit_action CHECK (
        CASE action WHEN 'insert' THEN num_nulls(old_row) = 1 AND num_nulls(new_row) = 0
                    WHEN 'update' THEN num_nulls(old_row, new_row) = 0
                    WHEN 'delete' THEN num_nulls(old_row) = 0 AND num_nulls(new_row) = 1
                    ELSE num_nulls(old_row) = 1 END),
    CONSTRAINT audit_event_provenance_fits CHECK (char_length(provenance) <= 1000)
) PARTITION BY RANGE (audit_event_id);
COMMENT ON TABLE private.audit_event IS 'Who changed what where trust matters; append-only, by month, kept for 24 months. No secrets and no personal text.';
COMMENT ON COLUMN private.audit_event.audit_event_id IS 'Time-ordered identity.';
COMMENT ON COLUMN private.audit_event.occurred_at IS 'When the row was changed.';
COMMENT ON COLUMN private.audit_event.actor_account_id IS
    'The account on whose behalf the application acted (its setting fkplus.account_id); NULL: none was named.';
COMMENT ON COLUMN private.audit_event.database_role IS 'The role that was signed in to the database.';
COMMENT ON COLUMN private.audit_event.action IS 'insert, update, delete; delete_account: all personal data of an account went.';
COMMENT ON COLUMN private.audit_event.table_name IS 'The table with its schema.';
COMMENT ON COLUMN private.audit_event.row_key IS 'The key of the row.';
COMMENT ON COLUMN private.audit_event.old_row IS 'The recorded columns before; NULL: a new row.';
COMMENT ON COLUMN private.audit_event.new_row IS 'The recorded columns after; NULL: a deleted row.';
COMMENT ON COLUMN private.audit_event.provenance IS 'Where the new facts come from (setting fkplus.provenance), at most 1,000 characters; NULL: not said.';
COMMENT ON CONSTRAINT audit_event_actor_fkey ON private.audit_event IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT audit_event_action_is_known ON private.audit_event IS 'an audit event is an insert, update, delete or the deletion of an account';
COMMENT ON CONSTRAINT audit_event_rows_fit_action ON private.audit_event IS 'an insert has a new row, a delete an old one, an update both';
COMMENT ON CONSTRAINT audit_event_provenance_fits ON private.audit_event IS 'a provenance has at most 1,000 characters';

-- The application may insert into every table, so the right alone does not tell a trail from a forgery: only what runs as the
-- owner of the trail writes it, which is the function below. pg_class with its schema, or a temporary table would stand in for it.
CREATE FUNCTION private.check_audit_event() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    IF pg_has_role(current_user, (SELECT c.relowner FROM pg_catalog.pg_class AS c WHERE c.oid = TG_RELID), 'USAGE') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'role % does not write the audit trail by hand', current_user
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.check_audit_event() IS 'Refuses events that are not written by the owner''s functions.';
CREATE TRIGGER audit_event_is_written_by_triggers BEFORE INSERT ON private.audit_event
    FOR EACH ROW EXECUTE FUNCTION private.check_audit_event();
COMMENT ON TRIGGER audit_event_is_written_by_triggers ON private.audit_event IS 'the audit trail is written by the database itself';
CREATE TRIGGER audit_event_is_kept BEFORE UPDATE OR DELETE ON private.audit_event
    FOR EACH ROW EXECUTE FUNCTION private.keep_row();
COMMENT ON TRIGGER audit_event_is_kept ON private.audit_event IS 'audit events are neither changed nor deleted';
CREATE TRIGGER audit_event_is_not_emptied BEFORE TRUNCATE ON private.audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION private.keep_row();
COMMENT ON TRIGGER audit_event_is_not_emptied ON private.audit_event IS 'the audit trail is not emptied';
INSERT INTO private.partitioned_table (table_name, kept_months) VALUES ('private.audit_event', 24);
SELECT private.make_partitions('private.audit_event');

CREATE FUNCTION private.record_audit_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    kept text[] := string_to_array(TG_ARGV[1], ' ');
BEGIN
    IF kept IS NOT NULL THEN
        old_row := (SELECT jsonb_object_agg(key, value) FROM jsonb_each(old_row) WHERE key = ANY (kept));
        new_row := (SELECT jsonb_object_agg(key, value) FROM jsonb_each(new_row) WHERE key = ANY (kept));
    END IF;
    IF old_row IS DISTINCT FROM new_row THEN
        INSERT INTO private.audit_event (actor_account_id, action, table_name, row_key, old_row, new_row, provenance)
        SELECT nullif(current_setting('fkplus.account_id', true), '')::bigint, lower(TG_OP), TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME,
               jsonb_object_agg(key, value), old_row, new_row, nullif(current_setting('fkplus.provenance', true), '')
          FROM jsonb_each(coalesce(to_jsonb(NEW), to_jsonb(OLD))) WHERE key = ANY (string_to_array(TG_ARGV[0], ' '));
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.record_audit_event() IS
    'Writes the audit event of a changed row. Arguments: its key columns and the columns to record; without the second, all of them.';

-- Trust in the network.
CREATE TRIGGER account_is_audited AFTER UPDATE OF status ON account
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('account_id', 'status');
CREATE TRIGGER moderator_is_audited AFTER INSERT OR UPDATE OR DELETE ON private.moderator
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('moderator_id', 'account_id during');
CREATE TRIGGER moderation_case_is_audited AFTER UPDATE ON private.moderation_case FOR EACH ROW EXECUTE FUNCTION
    private.record_audit_event('case_id', 'target account_id status assigned_account_id verdict decided_account_id decided_at closed_at');
CREATE TRIGGER moderation_action_is_audited AFTER INSERT ON private.moderation_action FOR EACH ROW EXECUTE FUNCTION
    private.record_audit_event('action_id', 'case_id account_id moderator_account_id kind acted_at ends_at reverses_action_id');
CREATE TRIGGER appeal_is_audited AFTER INSERT OR UPDATE ON private.appeal
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('action_id', 'account_id outcome decided_account_id decided_at');

-- Trust in results. What is added by hand or by an import is told by performance.import_run_id; here stands what was changed or
-- taken away. Elements, components and deductions have their former sheets in performance_revision.
CREATE TRIGGER standing_decision_is_audited AFTER INSERT OR UPDATE OR DELETE ON standing_decision
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('standing_decision_id');
CREATE TRIGGER performance_is_audited AFTER UPDATE OR DELETE ON performance
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('performance_id');
CREATE TRIGGER entry_is_audited AFTER UPDATE OR DELETE ON entry
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('entry_id');
CREATE TRIGGER panel_seat_is_audited AFTER UPDATE OR DELETE ON panel_seat
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('panel_seat_id');
CREATE TRIGGER segment_is_audited AFTER UPDATE OR DELETE ON segment
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('segment_id');
CREATE TRIGGER category_is_audited AFTER UPDATE OR DELETE ON category
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('category_id');
CREATE TRIGGER event_is_audited AFTER UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('event_id');
CREATE TRIGGER person_is_audited AFTER UPDATE OR DELETE ON person
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('person_id');
CREATE TRIGGER person_name_is_audited AFTER UPDATE OR DELETE ON person_name
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('person_name_id');
CREATE TRIGGER athlete_is_audited AFTER UPDATE OR DELETE ON athlete
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('person_id');
CREATE TRIGGER team_is_audited AFTER UPDATE OR DELETE ON team
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('team_id');
CREATE TRIGGER team_member_is_audited AFTER UPDATE OR DELETE ON team_member
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('team_id position');
CREATE TRIGGER membership_period_is_audited AFTER UPDATE OR DELETE ON membership_period
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('membership_period_id');
CREATE TRIGGER team_country_is_audited AFTER UPDATE OR DELETE ON team_country
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('team_country_id');
CREATE TRIGGER team_club_is_audited AFTER UPDATE OR DELETE ON team_club
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('team_club_id');
CREATE TRIGGER team_coach_is_audited AFTER UPDATE OR DELETE ON team_coach
    FOR EACH ROW EXECUTE FUNCTION private.record_audit_event('team_coach_id');
