-- Which replicas have replayed the primary's log up to a position?
SELECT application_name
FROM pg_stat_replication
WHERE state = 'streaming' AND replay_lsn >= %(position)s::pg_lsn
