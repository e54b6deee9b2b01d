/* fkplus:predict */ -- The first three of the open contest's entries, in an order that the account decides.
insert into prediction (account_id, category_id, place, entry_id)
select %(account_id)s, chosen.category_id, chosen.place, chosen.entry_id
from (
    select e.category_id, e.entry_id, row_number() over (order by md5(e.entry_id::text || %(account_id)s::text)) as place
    from entry as e where e.category_id = %(category_id)s
) as chosen
where chosen.place <= 3
on conflict do nothing
