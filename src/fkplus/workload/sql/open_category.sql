insert into category (event_id, level, discipline)
select event_id, 'senior', 'women' from event where name = 'FK+ Live ' || current_date
on conflict do nothing
