    -- A judge in a season, by how often they sat.
    select s.person_id, event.season, count(*) as weight
    from panel_seat as s join segment using (segment_id) join category using (category_id) join event using (event_id)
    where s.role = 'judge' and s.person_id is not null and segment.seat_identity = 'known' group by 1, 2
