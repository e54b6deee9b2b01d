-- When were these accounts made?
select created_at
from public.account
where account_id between %(first)s and %(last)s
order by account_id
