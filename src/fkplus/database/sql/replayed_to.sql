-- How far has a server that recovers come: position, time of the last commit?
SELECT pg_last_wal_replay_lsn()::text, pg_last_xact_replay_timestamp()
