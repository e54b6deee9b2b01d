-- The coldest tenth of a pool, the tenth around its median and its hottest hundredth, a hundred rows of each at most.
with candidate as materialized (
    {pool}
),
placed as (
    select candidate.*, row_number() over (order by weight, {key}) as pool_position, count(*) over () as pool_size from candidate
),
chosen as (
    select placed.*,
           case when pool_position <= least(100, ceil(pool_size / 10.0)) then 'cold'
                when pool_position > pool_size - least(100, ceil(pool_size / 100.0)) then 'celebrity'
                when abs(pool_position - pool_size / 2.0) <= least(50, ceil(pool_size / 20.0)) then 'median' end as bucket
    from placed
)
select * from chosen where bucket is not null order by pool_position
