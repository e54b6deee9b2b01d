-- Indexes that are there for speed alone, as their comments say: how each is made again.
select n.nspname || '.' || c.relname, i.indrelid::regclass::text, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
from pg_index as i
join pg_class as c on c.oid = i.indexrelid
join pg_namespace as n on n.oid = c.relnamespace
where not exists (select from pg_inherits as h where h.inhrelid = i.indexrelid)
  and obj_description(i.indexrelid, 'pg_class') like 'For speed:%'
order by 1
