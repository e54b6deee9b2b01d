-- In which seasons was each team entered in these categories?
select distinct e.team_id, v.season
from public.entry e
join public.category c using (category_id)
join public.event v using (event_id)
where c.category_id between %(first)s and %(last)s
order by e.team_id, v.season
