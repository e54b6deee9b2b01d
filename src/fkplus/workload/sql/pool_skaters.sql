    -- Who skates at today's event.
    select s.segment_id, s.category_id, e.entry_id, row_number() over (order by e.entry_id) as weight
    from segment as s join entry as e using (category_id) join category as c on c.category_id = s.category_id join event using (event_id)
    where event.name = 'FK+ Live ' || current_date
