-- Version 10: ids in order of time, and partitions by month.
BEGIN;
SELECT plan(14);

SELECT volatility_is('timed_id', '{}'::name[], 'volatile');
SELECT volatility_is('timed_id_from', ARRAY['timestamp with time zone', 'bigint'], 'immutable');
SELECT volatility_is('timed_id_at', ARRAY['bigint'], 'immutable');
SELECT is(timed_id_from('2020-01-01 00:00+00'), 0::bigint, 'ids begin with 2020');
SELECT is(timed_id_from('2020-01-01 00:00:00.001+00', 1048575), 2097151::bigint, 'a millisecond holds 1,048,576 of them');
SELECT is(timed_id_from('2019-12-31 23:59:59.999+00'), NULL, 'there is no id before');
SELECT is(timed_id_from('2026-01-01', 1048576), NULL, 'nor one beyond the counter');
SELECT is(timed_id_at(timed_id_from('2026-02-28 23:59:59.999+00', 7)), '2026-02-28 23:59:59.999+00'::timestamptz, 'an id tells its moment');
SELECT is((SELECT count(DISTINCT timed_id()) FROM generate_series(1, 1000)), 1000::bigint, 'a thousand ids are different');
SELECT is_empty($$SELECT FROM pg_sequences WHERE sequencename = 'timed_id_counter' AND cache_size <> 1$$,
                'no session keeps numbers of the counter for later');

SELECT is_empty('SELECT * FROM private.missing_partitions()', 'all partitions are made ahead');
SELECT is_empty($$SELECT table_name FROM private.partitioned_table
                   WHERE (SELECT partstrat FROM pg_partitioned_table WHERE partrelid = to_regclass(table_name)) IS DISTINCT FROM 'r'$$,
                'what is registered is partitioned by range');
SELECT is_empty($$SELECT t.oid::regclass FROM pg_class AS t WHERE t.relkind = 'p'
                     AND NOT EXISTS (SELECT FROM private.partitioned_table WHERE to_regclass(table_name) = t.oid)$$,
                'and what is partitioned is registered');
SELECT is_empty($$SELECT partrelid::regclass FROM pg_partitioned_table WHERE partdefid <> 0$$,
                'no table has a DEFAULT partition, which would forbid detaching without a lock');

SELECT * FROM finish();
ROLLBACK;
