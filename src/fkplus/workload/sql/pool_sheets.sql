    -- Sheets whose marks are entered again for who skates today.
    select p.performance_id, p.tss as weight
    from performance as p join segment as s using (segment_id) join category as c on c.category_id = p.category_id join event using (event_id)
    where s.kind = 'free' and s.discipline = 'women' and c.level = 'senior' and event.season >= 2018 and p.status = 'ok'
      and event.name not like 'FK+ Live %'
