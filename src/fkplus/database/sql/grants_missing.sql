-- Which tables a role should reach and does not, or should not reach and does; empty when all is well.
with relation as (
    select c.oid, n.nspname, c.relname
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
      and n.nspname in ('public', 'private')
),
defaults as (
    select count(*) as grants
    from pg_default_acl d
    join pg_namespace n on n.oid = d.defaclnamespace
    cross join lateral aclexplode(d.defaclacl) a
    where d.defaclrole = to_regrole(%(owner)s)
      and n.nspname = 'public'
      and d.defaclobjtype = 'r'
      and a.grantee = to_regrole(%(analyst)s)
      and a.privilege_type = 'SELECT'
)
select format('%%s.%%s', nspname, relname)
from relation
where nspname = 'public' and not has_table_privilege(%(analyst)s, oid, 'select')
union all
select format('%%s.%%s', nspname, relname)
from relation
where not has_table_privilege(%(app)s, oid, 'select')
union all
select format('%%s.%%s', nspname, relname)
from relation
where nspname = 'public' and has_table_privilege(%(analyst)s, oid, 'insert, update, delete, truncate')
union all
select format('%%s.%%s', nspname, relname)
from relation
where relname in ('flyway_schema_history', 'seed_history')
  and has_table_privilege(%(app)s, oid, 'insert, update, delete')
union all
select 'default privileges' from defaults where grants = 0
union all
select 'schema private'
where to_regnamespace('private') is null
   or has_schema_privilege(%(analyst)s, 'private', 'usage')
   or not has_schema_privilege(%(app)s, 'private', 'usage')
