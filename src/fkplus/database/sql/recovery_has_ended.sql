-- Does the server take writes?
SELECT NOT pg_is_in_recovery()
