-- How often are two teams that one account follows of one discipline, and how often are any two that are followed?
with edge as (
    select f.{source} as account_id,
           case t.kind when 'single' then p.sex else t.kind end as discipline
    from {table} f
    join public.team t on t.team_id = f.{target}
    join public.person p on p.person_id = t.member_ids[1]
), chosen as (
    select account_id, discipline, count(*)::numeric as n from edge group by 1, 2
), per_account as (
    select sum(n * (n - 1)) as same, sum(n) * (sum(n) - 1) as pairs from chosen group by account_id
), overall as (
    select discipline, sum(n) as n from chosen group by 1
)
select (select sum(same) / nullif(sum(pairs), 0) from per_account),
       (select sum(n * n) / sum(n) ^ 2 from overall)
