-- Let a server that waits at its target take writes, on a timeline of its own.
SELECT pg_promote(wait => true, wait_seconds => 300)
