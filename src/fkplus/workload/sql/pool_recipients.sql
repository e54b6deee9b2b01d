    -- By how much they have not read.
    select a.account_id, count(n.notification_id) as weight
    from account as a left join private.notification as n on n.recipient_id = a.account_id and n.read_at is null
    where a.status = 'active' group by a.account_id
