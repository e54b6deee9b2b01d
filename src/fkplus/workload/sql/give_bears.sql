/* fkplus:give_bears */ -- The request key makes a repeated gift the same gift.
select give_bears(%(account_id)s, 1, 'workload-' || %(key)s::text, team => %(team_id)s)
