-- Where is the end of the log, and which segment was finished for it?
SELECT pg_walfile_name(position), position FROM pg_switch_wal() AS position
