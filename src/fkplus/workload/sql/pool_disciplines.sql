    -- By how many scores compete.
    select s.discipline, s.kind as segment_kind, count(*) as weight
    from performance as p join segment as s using (segment_id) where s.kind in ('short', 'free') group by 1, 2
