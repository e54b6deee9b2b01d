select i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid)
from pg_index as i join pg_class as c on c.oid = i.indexrelid and c.relnamespace::regnamespace::text in ('public', 'private')
where not exists (select from pg_inherits as h where h.inhrelid = i.indexrelid)
