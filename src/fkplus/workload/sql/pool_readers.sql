    -- By how much they follow.
    select a.account_id, count(f.followed_id) as weight
    from account as a left join follow_account as f on f.account_id = a.account_id
    where a.status = 'active' group by a.account_id
