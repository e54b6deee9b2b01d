-- How are these teams printed: the Latin names of their members?
select string_agg(n.full_name, ' / ' order by m.position)
from public.team_member m
join public.person_name n on n.person_id = m.person_id and n.script = 'latin' and n.is_primary
where m.team_id between %(first)s and %(last)s
group by m.team_id
order by m.team_id
