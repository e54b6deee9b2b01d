/* fkplus:judge */ -- How a judge marked beside the panel in a season: judge_against_panel, but read from the judge's own seats.
with seat as materialized (
    select s.segment_id, s.seat_no, s.nation
    from panel_seat as s
    join segment using (segment_id)
    join category using (category_id)
    join event using (event_id)
    where s.person_id = %(person_id)s and event.season = %(season)s and s.role = 'judge' and segment.seat_identity = 'known'
),
mark as (
    select seat.nation, e.country_code, 'goe' as kind, x.marks[seat.seat_no]::numeric as mark, panel.mean
    from seat
    join performance as p on p.segment_id = seat.segment_id
    join entry as e using (entry_id)
    join element as x on x.performance_id = p.performance_id
    cross join lateral (
        select (sum(g) - max(g) - min(g))::numeric / (count(g) - 2) as mean from unnest(x.marks) as g having count(g) >= 3
    ) as panel
    union all
    select seat.nation, e.country_code, 'component', x.marks[seat.seat_no], panel.mean
    from seat
    join performance as p on p.segment_id = seat.segment_id
    join entry as e using (entry_id)
    join component as x on x.performance_id = p.performance_id
    cross join lateral (
        select (sum(m) - max(m) - min(m)) / (count(m) - 2) as mean from unnest(x.marks) as m where m > 0 having count(m) >= 3
    ) as panel
    where x.marks[seat.seat_no] > 0
)
select kind, country_code = nation as is_own_nation, count(*) as marks,
       round(avg(mark - mean), 4) as mean_deviation, round(avg(abs(mark - mean)), 4) as mean_distance
from mark
where mark is not null
group by kind, is_own_nation
order by kind, is_own_nation
