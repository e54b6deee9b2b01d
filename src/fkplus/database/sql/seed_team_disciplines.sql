-- In which discipline does each of these teams skate: 0 men, 1 women, 2 pairs, 3 ice dance?
select t.team_id,
       case t.kind when 'pair' then 2 when 'couple' then 3 else (p.sex = 'female')::int end as discipline
from public.team t
join public.person p on p.person_id = t.member_ids[1]
where t.team_id between %(first)s and %(last)s
order by t.team_id
