-- Put a restore point into the log, and a commit behind it: a target in time needs one that comes later.
SELECT pg_create_restore_point(%(name)s), pg_current_xact_id()
