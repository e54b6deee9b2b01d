-- Which performances of these categories were disqualified?
select p.performance_id
from public.performance p
where p.category_id between %(first)s and %(last)s and p.status = 'dsq'
order by p.performance_id
