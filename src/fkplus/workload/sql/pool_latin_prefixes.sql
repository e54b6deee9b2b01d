    -- What people type: the first letters of family and given names; by how many names begin so.
    select typed.prefix || '%' as prefix, count(*) as weight
    from person_name as n, lateral (values (left(lower(n.family_name), 3)), (left(lower(n.full_name), 4))) as typed (prefix)
    where n.script = 'latin' and typed.prefix ~ '^[[:alpha:]]{3,}$' group by 1
