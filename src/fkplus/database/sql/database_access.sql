-- Run as superuser in the database itself, once it exists.
revoke all on database {database} from public;
grant connect, temporary on database {database} to {app};
grant connect on database {database} to {analyst}, {monitor};

create extension if not exists pg_stat_statements;

-- PostgreSQL lets everyone write large objects and WAL messages; a role that may only read must not.
-- By name, because the arguments differ between major versions.
do $$
declare
    writer regprocedure;
begin
    for writer in
        select oid
        from pg_proc
        where pronamespace = 'pg_catalog'::regnamespace
          and proname in (
              'lo_create', 'lo_creat', 'lo_from_bytea', 'lo_put', 'lowrite',
              'lo_truncate', 'lo_truncate64', 'lo_unlink', 'pg_logical_emit_message'
          )
    loop
        execute format('revoke execute on function %s from public', writer);
    end loop;
end
$$;
