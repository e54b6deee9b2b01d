    -- Pairs of teams, by how often both entered.
    select one.team_id, other.team_id as other_id, count(*) as weight
    from entry as one join entry as other on other.category_id = one.category_id and other.team_id > one.team_id
    group by 1, 2
