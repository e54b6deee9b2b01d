    -- By the length of their sheets.
    select e.performance_id, count(*) as weight from element as e group by e.performance_id
