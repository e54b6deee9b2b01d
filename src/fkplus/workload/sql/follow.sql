/* fkplus:follow */
insert into follow_team (account_id, team_id) values (%(account_id)s, %(team_id)s)
on conflict (account_id, team_id) do nothing
