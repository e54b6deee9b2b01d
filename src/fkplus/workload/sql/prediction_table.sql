/* fkplus:prediction_table */ -- Who foretells best in a season: prediction_leader, but the page is cut before it is ranked; a first page ranks itself.
select rank() over (order by best.points desc, best.exact_places desc) as place, best.*
from (
    select t.account_id, a.handle, t.points, t.exact_places, t.contests
    from prediction_total as t
    join account as a using (account_id)
    where t.season = %(season)s and t.contests > 0 and a.status <> 'deleted'
    order by t.points desc, t.exact_places desc, t.account_id
    limit 50
) as best
order by place, best.account_id
