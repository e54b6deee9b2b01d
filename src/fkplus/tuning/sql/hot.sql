-- What this database has executed since its statistics were reset, but for what tuning itself asks.
select s.queryid, s.query, sum(s.calls)::bigint, sum(s.total_exec_time), sum(s.rows)::bigint,
       sum(s.shared_blks_hit + s.shared_blks_read)::bigint
from pg_stat_statements as s
where s.dbid = (select oid from pg_database where datname = current_database())
  and s.query !~* '^\s*(/\*.*?\*/)?\s*(explain|begin|commit|rollback|set|show|create|drop|alter|analyze|vacuum|copy|lock|truncate|comment)'
group by s.queryid, s.query
