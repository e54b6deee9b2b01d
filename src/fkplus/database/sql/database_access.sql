-- Run as superuser in the database itself, once it exists.
revoke all on database {database} from public;
grant connect, temporary on database {database} to {app};
grant connect on database {database} to {analyst}, {monitor};

create extension if not exists pg_stat_statements;

-- PostgreSQL lets everyone write large objects; a role that may only read must not.
revoke execute on function
    lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea),
    lowrite(integer, bytea), lo_truncate(integer, integer), lo_truncate64(integer, bigint), lo_unlink(oid)
from public;
