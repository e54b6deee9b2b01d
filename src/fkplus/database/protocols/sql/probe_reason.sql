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
    WITH renamed (attname, name) AS (
        VALUES ('member_ids', 'name'), ('full_name', 'name'), ('published_name', 'name'), ('country_code', 'nation'),
               ('is_second_half', 'second_half'), ('kind', 'component'), ('kind', 'segment'), ('role', 'function'),
               ('team_kind', 'name'), ('seat_no', 'function'), ('name', 'component'), ('name', 'event')
    )
    SELECT string_agg(DISTINCT format('%s "%s"', given_column.key, given_column.value), ', ')
      FROM pg_constraint AS c
      JOIN pg_namespace AS n ON n.oid = c.connamespace AND n.nspname IN ('public', 'private')
      JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
      JOIN jsonb_each_text(given) AS given_column ON given_column.key = a.attname
        OR EXISTS (SELECT FROM renamed AS r WHERE r.attname = a.attname AND r.name = given_column.key)
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

CREATE OR REPLACE FUNCTION pg_temp.reason(part text, bad_line integer, state text, constraint_name text, column_name text, message text)
RETURNS text LANGUAGE plpgsql AS $function$
DECLARE
    given jsonb;
    unreadable text;
BEGIN
    EXECUTE format('SELECT to_jsonb(staged) FROM %I AS staged WHERE line = $1', 'staged_' || part) INTO given USING bad_line;
    unreadable := pg_temp.unreadable_column(part, bad_line, given);
    IF unreadable IS NOT NULL THEN
        RETURN format('%s "%s": %s', unreadable, given ->> unreadable, coalesce(pg_temp.rule(constraint_name), message));
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
