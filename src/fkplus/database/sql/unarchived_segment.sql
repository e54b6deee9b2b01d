-- Which segment of WAL did the archive refuse last, where it has taken none since?
SELECT last_failed_wal
FROM pg_stat_archiver
WHERE last_failed_time > coalesce(last_archived_time, '-infinity')
