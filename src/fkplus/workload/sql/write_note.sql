/* fkplus:write_note */ -- A note has no key of its own that a client could make: its token says whether it is there already.
insert into private.team_note (account_id, team_id, body)
select %(account_id)s, %(team_id)s, %(body)s
where not exists (
    select from private.team_note as n
    where n.account_id = %(account_id)s and n.team_id = %(team_id)s and n.body = %(body)s
)
