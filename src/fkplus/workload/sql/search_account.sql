/* fkplus:search_account */ -- Users whose handle begins with what was typed; the order of bytes, by which the index finds them, ends the page early.
select a.account_id, a.handle, a.display_name
from account as a
where lower(a.handle) like %(prefix)s and a.status = 'active'
order by lower(a.handle) using ~<~
limit 20
