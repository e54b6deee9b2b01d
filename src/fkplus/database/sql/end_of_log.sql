-- Where does the log end that this server has on disk?
SELECT pg_current_wal_flush_lsn()::text
