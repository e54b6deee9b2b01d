-- Those who skated the greatest women's category before.
insert into entry (category_id, discipline, team_id, team_kind, country_code, published_name)
select c.category_id, c.discipline, e.team_id, e.team_kind, e.country_code, e.published_name
from category as c
join event on event.event_id = c.event_id and event.name = 'FK+ Live ' || current_date
join entry as e on e.category_id = (
    select o.category_id from category as o join entry as x using (category_id) join event as held on held.event_id = o.event_id
    where o.discipline = 'women' and o.level = 'senior' and held.name not like 'FK+ Live %' and held.season >= 2018
    group by o.category_id order by count(*) desc, o.category_id limit 1)
on conflict do nothing
