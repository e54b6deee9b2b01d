insert into prediction_contest (category_id, opens_at, locks_at)
select c.category_id, now() - interval '1 minute', now() + interval '1 year'
from category as c join event using (event_id) where event.name = 'FK+ Live ' || current_date
on conflict (category_id) do nothing
