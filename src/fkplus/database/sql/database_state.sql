-- Does the database exist, and whose is it?
select r.rolname
from pg_database d
join pg_roles r on r.oid = d.datdba
where d.datname = %(database)s
