-- Indexes whose columns are the first of another one's of the same kind; unique ones are rules and stay.
select narrow.indexrelid::regclass::text, wide.indexrelid::regclass::text
from pg_index as narrow
join pg_index as wide on wide.indrelid = narrow.indrelid and wide.indexrelid <> narrow.indexrelid
join pg_class as c on c.oid = narrow.indexrelid and c.relnamespace::regnamespace::text in ('public', 'private')
join pg_class as w on w.oid = wide.indexrelid and w.relam = c.relam
where not narrow.indisunique
  and not exists (select from pg_inherits as h where h.inhrelid = narrow.indexrelid)
  and narrow.indpred is null and wide.indpred is null and narrow.indexprs is null and wide.indexprs is null
  and (narrow.indkey::smallint[])[0:narrow.indnkeyatts - 1] = (wide.indkey::smallint[])[0:narrow.indnkeyatts - 1]
  and (narrow.indclass::oid[])[0:narrow.indnkeyatts - 1] = (wide.indclass::oid[])[0:narrow.indnkeyatts - 1]
  and narrow.indnkeyatts <= wide.indnkeyatts
  and (narrow.indnkeyatts < wide.indnkeyatts or wide.indisunique or narrow.indexrelid > wide.indexrelid)
order by 1, 2
