-- Which of these people can skate in a team, and as whom?
select person_id, sex, birth_date
from public.person
where person_id between %(first)s and %(last)s and sex is not null and birth_date is not null
order by person_id
