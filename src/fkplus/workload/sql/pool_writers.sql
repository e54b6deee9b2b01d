    -- Who may write anything, by the bears they own.
    select a.account_id, b.bears as weight
    from account as a join bear_balance as b using (account_id)
    where a.status = 'active' and b.bears > 0
