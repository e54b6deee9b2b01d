    -- Who may give bears day after day: a gift leaves its giver a bear less, and the middle of all have a dozen.
    select a.account_id, b.bears as weight
    from account as a join bear_balance as b using (account_id)
    where a.status = 'active' and b.bears > 0
    order by b.bears desc
    limit 500
