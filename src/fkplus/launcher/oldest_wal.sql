-- From which position on does this server still have all WAL? In bytes, as pg_wal_lsn_diff(lsn, '0/0').
SELECT
    min(
        ('x' || substr(name, 9, 8))::bit(32)::bigint * 4294967296
        + ('x' || substr(name, 17, 8))::bit(32)::bigint
        * pg_size_bytes(current_setting('wal_segment_size'))
    )
FROM pg_ls_waldir()
WHERE name ~ '^[0-9A-F]{24}$'
