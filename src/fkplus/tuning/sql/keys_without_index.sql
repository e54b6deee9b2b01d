-- Foreign keys that no index begins with, and what their comment says of it.
select r.conrelid::regclass::text, r.conname, obj_description(r.oid, 'pg_constraint')
from pg_constraint as r
join pg_class as c on c.oid = r.conrelid and c.relnamespace::regnamespace::text in ('public', 'private')
where r.contype = 'f' and r.conparentid = 0 and not c.relispartition
  and not exists (
      select from pg_index as i
      where i.indrelid = r.conrelid
        and (i.indkey::smallint[])[0:cardinality(r.conkey) - 1] @> r.conkey
        and (i.indkey::smallint[])[0:cardinality(r.conkey) - 1] <@ r.conkey)
order by 1, 2
