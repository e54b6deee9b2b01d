/* fkplus:prediction_table */ -- What the read says, of a schema that does not keep the sums yet (before version 34).
select l.place, l.account_id, a.handle, l.points, l.exact_places, l.contests
from prediction_leader as l
join account as a using (account_id)
where l.season = %(season)s
order by l.place, l.account_id
limit 50
