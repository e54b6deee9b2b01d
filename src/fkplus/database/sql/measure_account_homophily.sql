-- How often does an account follow another with the same leading discipline, and how often would it by chance?
-- The leading discipline of an account is that of most of the teams that it follows.
with chosen as (
    select f.account_id, case t.kind when 'single' then p.sex else t.kind end as discipline, count(*) as n
    from public.follow_team f
    join public.team t using (team_id)
    join public.person p on p.person_id = t.member_ids[1]
    group by 1, 2
), fan as (
    select distinct on (account_id) account_id, discipline from chosen order by account_id, n desc, discipline
), edge as (
    select s.discipline as source, t.discipline as target
    from {table} f
    join fan s on s.account_id = f.{source}
    join fan t on t.account_id = f.{target}
), by_source as (
    select source as discipline, count(*)::numeric / (select count(*) from edge) as share from edge group by 1
), by_target as (
    select target as discipline, count(*)::numeric / (select count(*) from edge) as share from edge group by 1
)
select (select avg((source = target)::int) from edge),
       (select sum(s.share * t.share) from by_source s join by_target t using (discipline))
