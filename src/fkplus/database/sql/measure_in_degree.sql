-- How many follow each of those that are followed at all: median, 99th percentile, most, and the share of the top hundredth?
with degree as (
    select {target} as target, count(*) as followers from {table} where {target} is not null group by 1
), ranked as (
    select followers, row_number() over (order by followers desc) as rank, count(*) over () as targets from degree
)
select count(*), sum(followers),
       percentile_cont(0.5) within group (order by followers),
       percentile_cont(0.99) within group (order by followers),
       max(followers),
       coalesce(sum(followers) filter (where rank <= greatest(1, targets / 100)), 0) / sum(followers)
from ranked
