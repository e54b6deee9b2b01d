    -- By how often they skated.
    select m.person_id, count(*) as weight from team_member as m join entry as e using (team_id) group by m.person_id
