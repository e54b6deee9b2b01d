-- On which days did each of these teams skate together? The days of one member are those of all.
select d.team_id, 0 as value,
       coalesce(lower(d.during), '0001-01-01') as since, coalesce(upper(d.during), '9999-01-01') as until
from public.membership_period d
join public.team_member m using (team_id, person_id)
where d.team_id between %(first)s and %(last)s and m.position = 1
order by d.team_id, d.during
