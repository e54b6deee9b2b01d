/* fkplus:athlete */ -- An athlete's page: names, teams, personal and season bests.
-- athlete_card says the same of everybody; its bests can't be entered by team, so that one page would read all results.
with mine as materialized (
    select m.team_id, m.team_kind from team_member as m where m.person_id = %(person_id)s
),
skated as materialized (
    select e.entry_id, e.team_id, e.status as entry_status, p.status, p.tss, s.kind, c.discipline, c.level, c.team_event,
           event.season, season.goe_limit, coalesce(s.starts_at::date, event.starts_on) as skated_on
    from mine
    join entry as e on e.team_id = mine.team_id and e.team_kind = mine.team_kind
    join performance as p on p.entry_id = e.entry_id and p.category_id = e.category_id
    join segment as s using (segment_id)
    join category as c on c.category_id = e.category_id
    join event using (event_id)
    join season on season.start_year = event.season
    where event.kind <> 'national'
),
score as (
    select team_id, discipline, level, kind, goe_limit, season, tss, skated_on
    from skated where status = 'ok' and entry_status <> 'dsq' and kind <> 'compulsory'
    union all
    select team_id, discipline, level, 'total', goe_limit, season, sum(tss), max(skated_on)
    from skated where entry_status = 'ok' and not team_event
    group by entry_id, team_id, discipline, level, goe_limit, season
    having bool_and(status = 'ok') and bool_or(kind = 'free') and bool_or(kind <> 'free')
),
personal_best as (
    select distinct on (team_id, discipline, level, kind, goe_limit) * from score
    order by team_id, discipline, level, kind, goe_limit, tss desc, season, skated_on
),
season_best as (
    select distinct on (team_id, discipline, level, kind) * from score
    where season = (select max(season) from score)
    order by team_id, discipline, level, kind, tss desc, skated_on
)
select person.person_id, person.birth_date, athlete.hometown,
       (select jsonb_agg(n.full_name order by n.script, n.is_primary desc) from person_name as n
         where n.person_id = person.person_id) as names,
       (select jsonb_agg(team_id) from mine) as teams,
       (select jsonb_agg(to_jsonb(b)) from personal_best as b) as personal_bests,
       (select jsonb_agg(to_jsonb(b)) from season_best as b) as season_bests
from person
left join athlete using (person_id)
where person.person_id = %(person_id)s
