-- Who is entered in these categories of events that have dates, and when do the events begin?
select c.event_id, e.category_id, e.entry_id, (v.starts_on + time '09:00') at time zone 'UTC' as starts_at
from public.entry e
join public.category c on c.category_id = e.category_id
join public.event v on v.event_id = c.event_id
where c.category_id between %(first)s and %(last)s
    and c.level = 'senior' and not c.team_event and v.starts_on >= date '2025-07-01'
order by c.event_id, e.category_id, e.entry_id
