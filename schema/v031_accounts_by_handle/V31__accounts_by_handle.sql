-- Users whose handle begins with what was typed. The unique index on lower(handle) can't serve LIKE: its order is that of the
-- database's collation, and text_pattern_ops is the order of bytes. Chosen by `fkplus tune advise`, figures in docs/query-tuning.md.
-- Built beside the writers; what a run that was cut off has left is dropped first. Its comment is in version 32.
-- Flyway runs it outside of a transaction, and the DROP makes it repeatable.
-- squawk-ignore-file ban-concurrent-index-creation-in-transaction, prefer-robust-stmts
DROP INDEX CONCURRENTLY IF EXISTS account_lower_handle;
CREATE INDEX CONCURRENTLY account_lower_handle ON account (lower(handle) text_pattern_ops);
