-- People of the sport whose family name begins with what was typed; see version 35.
-- squawk-ignore-file ban-concurrent-index-creation-in-transaction, prefer-robust-stmts
DROP INDEX CONCURRENTLY IF EXISTS person_name_lower_family_name;
CREATE INDEX CONCURRENTLY person_name_lower_family_name ON person_name (lower(family_name) text_pattern_ops);
