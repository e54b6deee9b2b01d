    -- By how many skated.
    select p.segment_id, count(*) as weight from performance as p group by p.segment_id
