/* fkplus:read_back */
select 1 from follow_team where account_id = %(account_id)s and team_id = %(team_id)s
