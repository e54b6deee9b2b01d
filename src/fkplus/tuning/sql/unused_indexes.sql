-- Indexes that no rule and no foreign key needs, with the scans that this instance has counted; those of partitions stand under their table's.
select coalesce(whole.oid, i.indexrelid)::regclass::text, sum(coalesce(s.idx_scan, 0))::bigint,
       sum(pg_relation_size(i.indexrelid))::bigint
from pg_index as i
join pg_class as c on c.oid = i.indexrelid and c.relkind = 'i'
join pg_namespace as n on n.oid = c.relnamespace and n.nspname in ('public', 'private')
left join pg_stat_user_indexes as s on s.indexrelid = i.indexrelid
left join pg_inherits as h on h.inhrelid = i.indexrelid
left join pg_class as whole on whole.oid = h.inhparent
join pg_class as t on t.oid = i.indrelid and t.relname <> 'flyway_schema_history'
where not i.indisunique and not exists (select from pg_constraint as k where k.conindid = i.indexrelid)
  and not exists (
      select from pg_constraint as r
      where r.conrelid = i.indrelid and r.contype = 'f'
        and (i.indkey::smallint[])[0:cardinality(r.conkey) - 1] @> r.conkey
        and (i.indkey::smallint[])[0:cardinality(r.conkey) - 1] <@ r.conkey)
group by 1
order by 1
