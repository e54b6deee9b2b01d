insert into segment (category_id, discipline, kind, starts_at)
select c.category_id, c.discipline, 'free', now()
from category as c join event using (event_id) where event.name = 'FK+ Live ' || current_date
on conflict do nothing
