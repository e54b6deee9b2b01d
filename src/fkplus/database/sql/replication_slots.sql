-- What does each replication slot of the primary hold back, and is it still good for something?
SELECT
    slot_name,
    active,
    coalesce(wal_status, 'reserved'),
    CASE
        WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint
    END
FROM pg_replication_slots
WHERE slot_type = 'physical'
ORDER BY slot_name
