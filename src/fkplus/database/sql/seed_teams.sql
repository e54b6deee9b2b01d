-- Who are these teams: whether the first member is a man, and when the youngest was born?
select t.team_id, (array_agg(p.sex order by m.position))[1] = 'male' as is_male, max(p.birth_date) as youngest_born
from public.team t
join public.team_member m using (team_id)
join public.person p using (person_id)
where t.team_id between %(first)s and %(last)s
group by t.team_id
order by t.team_id
