    -- By how much is said below them.
    select p.post_id, sum(c.comments) as weight
    from post as p join post_counter as c using (post_id)
    where p.deleted_at is null and p.hidden_at is null group by p.post_id
