/* fkplus:contest */ -- How a contest is foretold: which podium places which team is given.
select p.entry_id, e.published_name, p.place, count(*) as times
from prediction as p
join entry as e on e.entry_id = p.entry_id and e.category_id = p.category_id
where p.category_id = %(category_id)s
group by p.entry_id, e.published_name, p.place
order by times desc, p.entry_id, p.place
limit 30
