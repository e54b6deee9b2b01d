-- Which tables hold rows of their own?
SELECT schemaname, relname FROM pg_stat_user_tables ORDER BY 1, 2
