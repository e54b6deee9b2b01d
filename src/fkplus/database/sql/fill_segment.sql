-- Write the log on to near the end of its segment.
-- An eighth is left to others' writes: past the border a whole segment would lie ahead again.
WITH segment (size, written) AS (
    SELECT size, mod(pg_current_wal_insert_lsn() - '0/0', size)::bigint
    FROM pg_size_bytes(current_setting('wal_segment_size')) AS size
)
SELECT pg_logical_emit_message(false, 'fkplus fill', repeat(' ', greatest(0, size * 7 / 8 - written)::int))
FROM segment
