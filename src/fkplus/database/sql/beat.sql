-- Commit something, and say when: the log then has a commit that is as old as its acknowledgement.
SELECT pg_current_xact_id(), clock_timestamp()
