-- On which days is there an event, and of which of these kinds (numbered from 1)?
select e.starts_on + n as day, array_position(%(kinds)s::text[], e.kind) as kind
from public.event e, generate_series(0, e.ends_on - e.starts_on) n
where e.starts_on is not null
order by 1, 2
