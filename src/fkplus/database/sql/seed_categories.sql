-- In which categories can people be entered, when, and what are their two segments? Words are numbered from 0.
select c.category_id, (c.level = 'junior') as is_junior, (c.level = 'senior') as is_senior,
       array_position(%(disciplines)s::text[], c.discipline) - 1 as discipline,
       array_position(%(kinds)s::text[], e.kind) - 1 as event_kind,
       e.season, e.starts_on, short.segment_id as short_id, free.segment_id as free_id
from public.category c
join public.event e using (event_id)
join public.segment short on short.category_id = c.category_id and short.kind = 'short' and short.ordinal = 1
join public.segment free on free.category_id = c.category_id and free.kind = 'free' and free.ordinal = 1
where c.category_id between %(first)s and %(last)s and e.starts_on is not null
order by c.category_id
