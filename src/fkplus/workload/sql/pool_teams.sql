    -- By how many follow them.
    select t.team_id, coalesce(sum(s.followers), 0) as weight
    from team as t left join team_follower_slot as s using (team_id) group by t.team_id
