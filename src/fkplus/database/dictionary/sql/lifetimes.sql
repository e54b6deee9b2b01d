-- How long the rows of a table with a partition for each month live; its own row is the one of version 10.
SELECT table_name, coalesce(belongs_to, ''), coalesce(kept_months, 0) FROM private.partitioned_table
