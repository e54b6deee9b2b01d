-- Of which base type is each column of a table that can be written, and of which are an array's elements?
with recursive resolved (attnum, attname, oid) as (
    select a.attnum, a.attname, a.atttypid
    from pg_attribute a
    where a.attrelid = to_regclass(%(table)s) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    union all
    select r.attnum, r.attname, t.typbasetype
    from resolved r join pg_type t on t.oid = r.oid
    where t.typtype = 'd'
), element (oid, declared_oid, name) as (
    select t.oid, t.typelem, t.typelem
    from pg_type t
    where t.typelem <> 0 and t.typsubscript = 'array_subscript_handler'::regproc
    union all
    select e.oid, e.declared_oid, t.typbasetype
    from element e join pg_type t on t.oid = e.name
    where t.typtype = 'd'
)
select r.attname, base.typname, base.oid::bigint, coalesce(item.typname, ''), coalesce(e.declared_oid, 0)::bigint
from resolved r
join pg_type base on base.oid = r.oid and base.typtype <> 'd'
left join element e on e.oid = base.oid
    and exists (select from pg_type t where t.oid = e.name and t.typtype <> 'd')
left join pg_type item on item.oid = e.name
order by r.attnum
