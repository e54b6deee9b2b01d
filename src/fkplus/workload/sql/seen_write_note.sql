/* fkplus:read_back */
select 1 from private.team_note where account_id = %(account_id)s and team_id = %(team_id)s and body = %(body)s
