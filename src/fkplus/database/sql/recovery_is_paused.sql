-- Has the replay reached its target, where it waits?
SELECT pg_get_wal_replay_pause_state() = 'paused'
