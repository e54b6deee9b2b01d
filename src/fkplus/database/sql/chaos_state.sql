-- Is this instance a replica, and on which timeline does it write, or receive (0: it receives nothing now)?
SELECT
    pg_is_in_recovery(),
    CASE
        WHEN pg_is_in_recovery()
            THEN coalesce((SELECT received_tli FROM pg_stat_wal_receiver WHERE status = 'streaming'), 0)
        ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int
    END
