    select left(lower(a.handle), 5) || '%' as prefix, count(*) as weight
    from account as a where a.status = 'active' and a.handle ~ '^[[:alnum:]]{5}' group by 1
