-- Commit something as durably as any row, and say when just before. A transaction that has only a number is
-- committed asynchronously (RecordTransactionCommit in xact.c), so it writes a message that nobody reads.
SELECT pg_logical_emit_message(true, 'fkplus', 'beat'), clock_timestamp()
