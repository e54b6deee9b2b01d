-- What views and SQL functions are made of, so that a query is followed through them; those of PostgreSQL itself are not.
select c.relname, pg_get_viewdef(c.oid)
from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'v' and n.nspname in ('public', 'private')
union all
select p.proname, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)
from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace join pg_language as l on l.oid = p.prolang
where l.lanname = 'sql' and n.nspname in ('public', 'private') and p.prokind = 'f'
