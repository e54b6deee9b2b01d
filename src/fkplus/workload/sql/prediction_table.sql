/* fkplus:prediction_table */ -- Who foretells best in a season.
select l.place, l.account_id, a.handle, l.points, l.exact_places, l.contests
from prediction_leader as l
join account as a using (account_id)
where l.season = %(season)s
order by l.place, l.account_id
limit 50
