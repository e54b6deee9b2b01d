/* fkplus:search_account */ -- Users whose handle begins with what was typed.
select a.account_id, a.handle, a.display_name
from account as a
where lower(a.handle) like %(prefix)s and a.status = 'active'
order by lower(a.handle)
limit 20
