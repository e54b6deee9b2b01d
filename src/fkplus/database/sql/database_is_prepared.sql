-- Has database_access.sql run here? Its last statement leaves a mark that nothing else leaves.
select exists (select from pg_extension where extname = 'pg_stat_statements')
   and not has_function_privilege('public', 'lo_unlink(oid)', 'execute')
