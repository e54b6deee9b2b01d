select c.oid::regclass::text from pg_class as c
where c.relkind = 'p' and c.relnamespace::regnamespace::text in ('public', 'private')
