-- Which tables were partitions, are past their lifetime and attached no more? Again what refers comes first.
select format('%s.%s', n.nspname, c.relname)
from private.partitioned_table t
left join private.partitioned_table head on head.table_name = t.belongs_to
join pg_class c on c.relkind = 'r' and not c.relispartition
join pg_namespace n
    on n.oid = c.relnamespace
    and format('%s.%s', n.nspname, regexp_replace(c.relname, '_y[0-9]{4}m[0-9]{2}$', '')) = t.table_name
    and c.relname ~ '_y[0-9]{4}m(0[1-9]|1[0-2])$'
cross join lateral (select to_date(right(c.relname, 7), 'YYYY"m"MM') as month) as named
where month + make_interval(months => coalesce(head.kept_months, t.kept_months) + 1) <= now() at time zone 'UTC'
order by month,
    exists (select from private.partition_reference r where r.referenced_name = t.table_name and r.table_name <> t.table_name),
    t.belongs_to is null, t.table_name
