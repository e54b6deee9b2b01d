-- Which partitions are past their lifetime? Those that broke off first; then what refers before what is referred to.
select table_name, partition_name, is_detach_pending
from private.detachable_partition
join private.partitioned_table using (table_name)
order by is_detach_pending desc, month, belongs_to is null, table_name
