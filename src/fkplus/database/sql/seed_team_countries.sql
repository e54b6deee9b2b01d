-- For which country, numbered from 0 in the order of these codes, does each of these teams skate, and when?
select c.team_id, array_position(%(codes)s::text[], c.country_code) - 1 as value,
       coalesce(lower(c.during), '0001-01-01') as since, coalesce(upper(c.during), '9999-01-01') as until
from public.team_country c
where c.team_id between %(first)s and %(last)s
order by c.team_id, c.during
