-- What a session may set of how queries are planned and run.
select name, setting
from pg_settings
where context = 'user'
    and (category like 'Query Tuning%' or name in ('work_mem', 'hash_mem_multiplier', 'max_parallel_workers_per_gather'))
