-- Which tables have no partition for which month, up to so many months ahead?
select table_name, month
from private.missing_partitions(%(months)s)
