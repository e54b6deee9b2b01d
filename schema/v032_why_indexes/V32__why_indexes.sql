-- What indexes that were built outside of a transaction are for: a file with CONCURRENTLY takes no other statement.
COMMENT ON INDEX account_lower_handle IS 'For speed: users whose handle begins with what was typed (search_account).';
