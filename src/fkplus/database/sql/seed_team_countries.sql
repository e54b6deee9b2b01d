-- For which country does each of these teams skate, and when?
select team_id, country_code, during
from public.team_country
where team_id between %(first)s and %(last)s
order by team_id, during
