-- People of the sport whose whole name begins with what was typed; version 36 has the other half, and neither helps alone: a search
-- for one or the other reads all names where one of the two has no index. Figures in docs/query-tuning.md. Built beside the writers; what
-- a run that was cut off has left is dropped first. Its comment is in version 37.
-- Flyway runs it outside of a transaction, and the DROP makes it repeatable.
-- squawk-ignore-file ban-concurrent-index-creation-in-transaction, prefer-robust-stmts
DROP INDEX CONCURRENTLY IF EXISTS person_name_lower_full_name;
CREATE INDEX CONCURRENTLY person_name_lower_full_name ON person_name (lower(full_name) text_pattern_ops);
