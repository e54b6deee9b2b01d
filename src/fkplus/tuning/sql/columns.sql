-- Every column of every table that may get an index, partitions under their table.
select c.oid::regclass::text, a.attname
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace and n.nspname in ('public', 'private')
join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type as t on t.oid = a.atttypid
where c.relkind in ('r', 'p') and not c.relispartition and t.typcategory not in ('A', 'R') and t.typname <> 'jsonb'
order by 1, 2
