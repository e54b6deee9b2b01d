select exists (select from pg_extension where extname = 'pg_stat_statements')
