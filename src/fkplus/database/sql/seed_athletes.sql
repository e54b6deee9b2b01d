-- Which of these people can skate in a team: whether they are men, and when they were born?
select person_id, (sex = 'male')::int as is_male, birth_date
from public.person
where person_id between %(first)s and %(last)s and sex is not null and birth_date is not null
order by person_id
