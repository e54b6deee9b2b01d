-- The roles that we manage or might collide with; our logins of analysts bear our comment.
select r.rolname,
       r.rolcanlogin,
       coalesce(shobj_description(r.oid, 'pg_authid'), '') as comment,
       coalesce((select array_agg(g.rolname::text order by g.rolname)
                 from pg_auth_members m
                 join pg_roles g on g.oid = m.roleid
                 where m.member = r.oid), '{}'::text[]) as member_of,
       coalesce(r.rolconfig, '{}'::text[]) as settings,
       r.rolsuper or r.rolcreaterole or r.rolreplication or r.rolbypassrls as is_privileged
from pg_roles r
where r.rolname !~ '^pg_'
