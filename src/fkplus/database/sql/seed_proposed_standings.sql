-- How do these categories end by the rules? Totals are hundredths, -1 without one; places 0; words are numbered from 0.
select s.category_id, s.entry_id, coalesce(s.place, 0) as place, coalesce(100 * s.total, -1)::bigint as total,
       array_position(%(statuses)s::text[], s.status) - 1 as status, v.starts_on
from public.propose_standings(array(
    select c.category_id from public.category c where c.category_id between %(first)s and %(last)s)) s
join public.category c using (category_id)
join public.event v using (event_id)
where v.starts_on is not null
order by s.category_id, s.place, s.entry_id
