-- How a refusal reads for the person who gave the file: the rule in its own words and the values of the row.

CREATE OR REPLACE FUNCTION pg_temp.rule(constraint_name text) RETURNS text LANGUAGE sql STABLE AS $function$
    SELECT coalesce(
        (SELECT obj_description(c.oid, 'pg_constraint') FROM pg_constraint AS c
           JOIN pg_namespace AS n ON n.oid = c.connamespace
          WHERE c.conname = constraint_name AND n.nspname IN ('public', 'private') LIMIT 1),
        (SELECT obj_description(t.oid, 'pg_trigger') FROM pg_trigger AS t WHERE t.tgname = constraint_name LIMIT 1))
$function$;

-- The columns of the file that a constraint reads, with their values. Some columns of the tables bear other names.
CREATE OR REPLACE FUNCTION pg_temp.values_read(constraint_name text, given jsonb) RETURNS text LANGUAGE sql STABLE AS $function$
    WITH renamed (relname, attname, name) AS (
        VALUES ('event', 'name', 'event'), ('segment', 'kind', 'segment'), ('country', 'country_code', 'nation'),
               ('person_name', 'full_name', 'name'), ('team', 'kind', 'discipline'), ('team', 'member_ids', 'name'),
               ('entry', 'published_name', 'name'), ('entry', 'team_kind', 'name'), ('element', 'is_second_half', 'second_half'),
               ('component', 'name', 'component'), ('component', 'kind', 'component'), ('panel_seat', 'role', 'function'),
               ('panel_seat', 'seat_no', 'function'),
               ('source_document', 'location', 'source')
    )
    SELECT string_agg(DISTINCT format('%s "%s"', given_column.key, given_column.value), ', ')
      FROM pg_constraint AS c
      JOIN pg_class AS t ON t.oid = c.conrelid
      JOIN pg_namespace AS n ON n.oid = c.connamespace AND n.nspname IN ('public', 'private')
      JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
      LEFT JOIN renamed AS r ON (r.relname, r.attname) = (t.relname, a.attname)
      JOIN jsonb_each_text(given) AS given_column ON given_column.key = coalesce(r.name, a.attname)
     WHERE c.conname = constraint_name AND given_column.value IS NOT NULL
$function$;

-- A value that does not read as its type: the column is found by reading one after the other.
CREATE OR REPLACE FUNCTION pg_temp.unreadable_column(part text, bad_line integer, given jsonb) RETURNS text LANGUAGE plpgsql AS $function$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT jsonb_object_keys(given) LOOP
        BEGIN
            EXECUTE format('SELECT %I::text FROM %I WHERE line = $1', name, 'typed_' || part) USING bad_line;
        EXCEPTION
            WHEN undefined_column THEN NULL;
            WHEN others THEN RETURN name;
        END;
    END LOOP;
    RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION pg_temp.misfit(part text, name text) RETURNS text LANGUAGE sql STABLE AS $function$
    SELECT CASE format_type(a.atttypid, a.atttypmod)
               WHEN 'smallint' THEN 'not a whole number'
               WHEN 'boolean' THEN 'neither 0 nor 1'
               WHEN 'smallint[]' THEN 'not a list of whole numbers and "-", separated by |'
               WHEN 'numeric[]' THEN 'not a list of numbers and "-", separated by |'
               ELSE 'not a number'
           END
      FROM pg_attribute AS a WHERE a.attrelid = ('typed_' || part)::regclass AND a.attname = name
$function$;

CREATE OR REPLACE FUNCTION pg_temp.reason(part text, bad_line integer, state text, constraint_name text, column_name text, message text)
RETURNS text LANGUAGE plpgsql AS $function$
DECLARE
    given jsonb;
    unreadable text;
BEGIN
    EXECUTE format('SELECT to_jsonb(staged) FROM %I AS staged WHERE line = $1', 'staged_' || part) INTO given USING bad_line;
    unreadable := pg_temp.unreadable_column(part, bad_line, given);
    IF unreadable IS NOT NULL THEN
        RETURN format('%s "%s": %s', unreadable, given ->> unreadable,
                      coalesce(pg_temp.rule(constraint_name), pg_temp.misfit(part, unreadable)));
    ELSIF state = '23502' THEN
        RETURN format('%s "%s": missing or not known', column_name,
                      coalesce(given ->> column_name, given ->> replace(column_name, 'start_year', 'season'), ''));
    END IF;
    RETURN concat_ws(': ', pg_temp.values_read(constraint_name, given), coalesce(pg_temp.rule(constraint_name), message));
END
$function$;

CREATE OR REPLACE FUNCTION pg_temp.refused_lines(part text, first integer, last integer)
RETURNS TABLE (line integer, reason text) LANGUAGE plpgsql AS $function$
DECLARE
    middle integer := (first + last) / 2;
    state text;
    constraint_name text;
    column_name text;
    message text;
BEGIN
    BEGIN
        EXECUTE format('SELECT pg_temp.%I($1, $2)', 'probe_' || part || 's') USING first, last;
        RETURN;
    EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
        GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, constraint_name = CONSTRAINT_NAME, column_name = COLUMN_NAME,
                                message = MESSAGE_TEXT;
    END;
    IF first = last THEN
        RETURN QUERY SELECT first, pg_temp.reason(part, first, state, constraint_name, column_name, message);
    ELSE
        RETURN QUERY SELECT * FROM pg_temp.refused_lines(part, first, middle);
        RETURN QUERY SELECT * FROM pg_temp.refused_lines(part, middle + 1, last);
    END IF;
END
$function$;
