    -- By how many follow them.
    select a.account_id, coalesce(sum(s.followers), 0) as weight
    from account as a left join account_follower_slot as s on s.followed_id = a.account_id
    where a.status = 'active' group by a.account_id
