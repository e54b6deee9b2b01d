-- How tables that grow for ever are kept: ids in order of time, and a partition for each month.

CREATE SEQUENCE private.timed_id_counter AS bigint MINVALUE 0 MAXVALUE 1048575 START WITH 0 CACHE 1 CYCLE;
COMMENT ON SEQUENCE private.timed_id_counter IS
    'Low 20 bits of time-ordered ids. CACHE must stay 1: values kept by a session would outlive a round and meet their like.';

CREATE FUNCTION timed_id() RETURNS bigint LANGUAGE sql VOLATILE
    RETURN (floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint - 1577836800000) << 20
           | nextval('private.timed_id_counter');
COMMENT ON FUNCTION timed_id() IS
    'A new id: milliseconds since 2020-01-01 UTC in the high bits, a counter in the low 20. Unique up to 1,048,576 ids in a '
    'millisecond, more than PostgreSQL can draw. A clock that steps back gives ids that sort too early, and two equal ones only '
    'where the counter stands at the same number too: the primary key refuses the second, a repeat succeeds. Ids follow the '
    'clock, not the order of commits.';

CREATE FUNCTION timed_id_from(at timestamptz, counter bigint DEFAULT 0) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN extract(epoch FROM at) * 1000 - 1577836800000 BETWEEN 0 AND 8796093022207 AND counter BETWEEN 0 AND 1048575
            THEN (floor(extract(epoch FROM at) * 1000)::bigint - 1577836800000) << 20 | counter
    END;
COMMENT ON FUNCTION timed_id_from(timestamptz, bigint) IS
    'The id of a moment: a bound for paging and partitions, or an id of a seed. NULL before 2020, after 2298, and for a counter '
    'outside 0 to 1,048,575.';

CREATE FUNCTION timed_id_at(id bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_timestamp(((id >> 20) + 1577836800000) / 1000.0::double precision);
COMMENT ON FUNCTION timed_id_at(bigint) IS 'The moment in a time-ordered id, to the millisecond.';

CREATE TABLE private.partitioned_table (
    table_name text NOT NULL,
    belongs_to text,
    kept_months smallint,
    CONSTRAINT partitioned_table_pkey PRIMARY KEY (table_name),
    CONSTRAINT partitioned_table_belongs_to_fkey FOREIGN KEY (belongs_to) REFERENCES private.partitioned_table,
    CONSTRAINT partitioned_table_name_is_qualified CHECK (table_name ~ '^(public|private)[.][a-z][a-z_]{0,39}$'),
    CONSTRAINT partitioned_table_belongs_to_another CHECK (belongs_to <> table_name),
    CONSTRAINT partitioned_table_kept_months_are_plausible CHECK (kept_months BETWEEN 1 AND 1200),
    CONSTRAINT partitioned_table_lifetime_is_said_once CHECK (belongs_to IS NULL OR kept_months IS NULL)
);
COMMENT ON TABLE private.partitioned_table IS
    'The tables that have a partition for each month, and how long their rows live. All are partitioned by one time-ordered id.';
COMMENT ON COLUMN private.partitioned_table.table_name IS 'The table with its schema: public.post.';
COMMENT ON COLUMN private.partitioned_table.belongs_to IS
    'The table whose ids its months follow and with whose rows its rows go: public.post for comments. NULL: its own.';
COMMENT ON COLUMN private.partitioned_table.kept_months IS
    'A month older than this many whole months is detached; NULL: kept for ever, or as long as those of belongs_to.';
COMMENT ON CONSTRAINT partitioned_table_belongs_to_fkey ON private.partitioned_table IS
    'No index: the table has a row for each partitioned table, a few dozen.';
COMMENT ON CONSTRAINT partitioned_table_name_is_qualified ON private.partitioned_table IS
    'a partitioned table is named with its schema, public or private, in at most 40 small letters';
COMMENT ON CONSTRAINT partitioned_table_belongs_to_another ON private.partitioned_table IS 'a table does not belong to itself';
COMMENT ON CONSTRAINT partitioned_table_kept_months_are_plausible ON private.partitioned_table IS
    'rows are kept for 1 to 1,200 months, or for ever';
COMMENT ON CONSTRAINT partitioned_table_lifetime_is_said_once ON private.partitioned_table IS
    'rows that belong to those of another table live as long as they do';

CREATE TABLE private.partition_reference (
    table_name text NOT NULL,
    reference_name text NOT NULL,
    columns text NOT NULL,
    referenced_name text NOT NULL,
    referenced_columns text NOT NULL,
    rule text NOT NULL,
    CONSTRAINT partition_reference_pkey PRIMARY KEY (table_name, reference_name),
    CONSTRAINT partition_reference_table_fkey FOREIGN KEY (table_name) REFERENCES private.partitioned_table,
    CONSTRAINT partition_reference_referenced_fkey FOREIGN KEY (referenced_name) REFERENCES private.partitioned_table,
    CONSTRAINT partition_reference_name_is_short CHECK (reference_name ~ '^[a-z][a-z_]{0,11}$'),
    CONSTRAINT partition_reference_columns_are_a_list
        CHECK (columns ~ '^[a-z_]+(, [a-z_]+)*$' AND referenced_columns ~ '^[a-z_]+(, [a-z_]+)*$'),
    CONSTRAINT partition_reference_rule_is_said CHECK (btrim(rule) <> '')
);
COMMENT ON TABLE private.partition_reference IS
    'Foreign keys from each month of a table to the same month of another. Declared on the whole tables they would lock them all '
    'at each new month, and a month could be detached only after a search through all others.';
COMMENT ON COLUMN private.partition_reference.table_name IS 'The table that refers.';
COMMENT ON COLUMN private.partition_reference.reference_name IS
    'Short name: post in comment_y2026m11_post_fkey.';
COMMENT ON COLUMN private.partition_reference.columns IS 'Its columns, the first one being the id that tells the month.';
COMMENT ON COLUMN private.partition_reference.referenced_name IS 'The table referred to; its months have the same bounds.';
COMMENT ON COLUMN private.partition_reference.referenced_columns IS 'The columns referred to, a key of that table.';
COMMENT ON COLUMN private.partition_reference.rule IS 'What the foreign key says in words; becomes its comment.';
COMMENT ON CONSTRAINT partition_reference_referenced_fkey ON private.partition_reference IS
    'No index: the table has a row for each reference between partitioned tables, a few dozen.';
COMMENT ON CONSTRAINT partition_reference_name_is_short ON private.partition_reference IS
    'the name of a reference has at most 12 small letters';
COMMENT ON CONSTRAINT partition_reference_columns_are_a_list ON private.partition_reference IS
    'columns are named in small letters with a comma and a space between them';
COMMENT ON CONSTRAINT partition_reference_rule_is_said ON private.partition_reference IS
    'a reference says in words what it demands';

CREATE VIEW private.month_partition AS
SELECT t.table_name, n.nspname || '.' || c.relname AS partition_name,
       make_date(substring(c.relname FROM 'y([0-9]{4})m[0-9]{2}$')::integer,
                 substring(c.relname FROM 'y[0-9]{4}m([0-9]{2})$')::integer, 1) AS month,
       i.inhdetachpending AS is_detach_pending
  FROM private.partitioned_table AS t
  JOIN pg_catalog.pg_inherits AS i ON i.inhparent = to_regclass(t.table_name)
  JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace;
COMMENT ON VIEW private.month_partition IS 'Each attached partition of each registered table.';
COMMENT ON COLUMN private.month_partition.table_name IS 'The table with its schema.';
COMMENT ON COLUMN private.month_partition.partition_name IS 'The partition with its schema: public.post_y2026m11.';
COMMENT ON COLUMN private.month_partition.month IS 'First day of its month; months begin and end in UTC.';
COMMENT ON COLUMN private.month_partition.is_detach_pending IS 'Whether DETACH CONCURRENTLY broke off and FINALIZE must end it.';

CREATE VIEW private.detachable_partition AS
SELECT p.table_name, p.partition_name, p.month, coalesce(head.kept_months, t.kept_months) AS kept_months, p.is_detach_pending
  FROM private.month_partition AS p
  JOIN private.partitioned_table AS t USING (table_name)
  LEFT JOIN private.partitioned_table AS head ON head.table_name = t.belongs_to
 WHERE p.is_detach_pending
    OR p.month + make_interval(months => coalesce(head.kept_months, t.kept_months) + 1) <= now() AT TIME ZONE 'UTC';
COMMENT ON VIEW private.detachable_partition IS
    'Partitions past their lifetime, all of whose rows are older than kept_months, and those whose detaching broke off.';
COMMENT ON COLUMN private.detachable_partition.table_name IS 'The table with its schema.';
COMMENT ON COLUMN private.detachable_partition.partition_name IS 'The partition with its schema.';
COMMENT ON COLUMN private.detachable_partition.month IS 'First day of its month.';
COMMENT ON COLUMN private.detachable_partition.kept_months IS
    'How many months its rows are kept; NULL: for ever, its detaching broke off.';
COMMENT ON COLUMN private.detachable_partition.is_detach_pending IS 'Whether FINALIZE must end a detaching that broke off.';

CREATE FUNCTION private.partition_of(table_name text, month date) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN table_name || '_y' || lpad(extract(year FROM month)::text, 4, '0')
           || 'm' || lpad(extract(month FROM month)::text, 2, '0');
COMMENT ON FUNCTION private.partition_of(text, date) IS 'The name of the partition of a table that holds the month of a day.';

-- Counts and rules of a whole table hang on its statements, which a statement on one of its months is not.
CREATE FUNCTION private.refuse_month() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    IF (SELECT NOT c.relispartition FROM pg_catalog.pg_class AS c WHERE c.oid = TG_RELID) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% on % is refused: name the whole table', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.refuse_month() IS 'Refuses statements that write to an attached month directly, past the triggers of its table.';

-- Made beside its table and then attached: that locks the table against other changes of its definition only. A foreign key
-- to a table that is not partitioned (account) holds off writers of that one for the moment of attaching, though not those
-- whose rows refer to it.
CREATE FUNCTION private.make_partition(wanted_table text, wanted_month date) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    partition text := private.partition_of(wanted_table, wanted_month);
    starts date := date_trunc('month', wanted_month::timestamp)::date;
    lower_bound bigint := public.timed_id_from(starts::timestamp AT TIME ZONE 'UTC');
    upper_bound bigint := public.timed_id_from((starts + interval '1 month') AT TIME ZONE 'UTC');
    reference record;
BEGIN
    -- Two that make the same month wait for each other here; the second finds it made.
    PERFORM pg_advisory_xact_lock(hashtextextended('private.make_partition', 0));
    PERFORM FROM private.month_partition WHERE partition_name = partition;
    IF FOUND THEN
        RETURN false;
    END IF;
    PERFORM private.make_partition(r.referenced_name, starts)
       FROM private.partition_reference AS r WHERE r.table_name = wanted_table AND r.referenced_name <> wanted_table;
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', partition, wanted_table);
    EXECUTE format('COMMENT ON TABLE %s IS %L', partition,
        'The rows of ' || wanted_table || ' of ' || to_char(starts, 'YYYY-MM') || ', UTC.');
    EXECUTE format('CREATE TRIGGER month_is_written_through_its_table BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT'
        ' EXECUTE FUNCTION private.refuse_month()', partition);
    EXECUTE format('COMMENT ON TRIGGER month_is_written_through_its_table ON %s IS %L', partition,
        'a month is written through its table');
    FOR reference IN
        SELECT r.*, split_part(partition, '.', 2) || '_' || r.reference_name || '_fkey' AS constraint_name
          FROM private.partition_reference AS r WHERE r.table_name = wanted_table
    LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (%s) REFERENCES %s (%s)', partition,
            reference.constraint_name, reference.columns,
            private.partition_of(reference.referenced_name, starts), reference.referenced_columns);
        EXECUTE format('COMMENT ON CONSTRAINT %I ON %s IS %L', reference.constraint_name, partition, reference.rule);
    END LOOP;
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%s) TO (%s)',
        wanted_table, partition, lower_bound, upper_bound);
    RETURN true;
END
$function$;
COMMENT ON FUNCTION private.make_partition(text, date) IS
    'Makes the partition of a registered table for the month of a day, and those it refers to; false: it is there already.';

CREATE FUNCTION private.make_partitions(wanted_table text, first_month date DEFAULT '2025-06-01', last_month date DEFAULT NULL)
RETURNS integer LANGUAGE sql VOLATILE
    RETURN (
        SELECT count(*) FILTER (WHERE private.make_partition(wanted_table, month::date))
          FROM generate_series(date_trunc('month', first_month::timestamp),
                               coalesce(last_month::timestamp, greatest(now() AT TIME ZONE 'UTC', '2026-06-01') + interval '2 months'),
                               interval '1 month') AS month
    );
COMMENT ON FUNCTION private.make_partitions(text, date, date) IS
    'Makes the partitions of a table from month to month, to two months after the later of now and 2026-06 by default; how many.';

CREATE FUNCTION private.missing_partitions(months integer DEFAULT 2) RETURNS TABLE (table_name text, month date)
LANGUAGE sql STABLE BEGIN ATOMIC
    SELECT t.table_name, wanted.month::date
      FROM private.partitioned_table AS t,
           LATERAL (SELECT max(p.month) AS month FROM private.month_partition AS p WHERE p.table_name = t.table_name) AS newest,
           -- From the newest one on, so that months in which nobody asked leave no gap.
           LATERAL generate_series(coalesce(newest.month + interval '1 month', date_trunc('month', now() AT TIME ZONE 'UTC')),
                                   (now() AT TIME ZONE 'UTC') + make_interval(months => months), interval '1 month') AS wanted (month)
     ORDER BY t.belongs_to IS NOT NULL, t.table_name, wanted.month;
END;
COMMENT ON FUNCTION private.missing_partitions(integer) IS
    'The months up to so many after the present one that a registered table has no partition for; no row: all are made ahead.';

CREATE FUNCTION private.make_partitions_ahead(months integer DEFAULT 2) RETURNS integer LANGUAGE sql VOLATILE
    RETURN (
        SELECT count(*) FILTER (WHERE private.make_partition(missing.table_name, missing.month))
          FROM private.missing_partitions(months) AS missing
    );
COMMENT ON FUNCTION private.make_partitions_ahead(integer) IS
    'Makes what missing_partitions tells, in one transaction; how many. `fkplus partitions` takes one for each, which locks shorter.';
