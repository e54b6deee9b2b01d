-- How many rows fall on a day with an event of these kinds, and on another day? Both in the months of activity.
with day as (
    select d::date as day, exists (
        select from public.event e where e.kind = any (%(kinds)s) and d::date between e.starts_on and e.ends_on
    ) as is_busy
    from generate_series(%(first)s::date, %(last)s::date - 1, interval '1 day') d
), written as (
    select ({time} at time zone 'UTC')::date as day, count(*) as rows from {table} group by 1
)
select coalesce(avg(coalesce(w.rows, 0)) filter (where day.is_busy), 0),
       coalesce(avg(coalesce(w.rows, 0)) filter (where not day.is_busy), 0)
from day left join written w using (day)
