-- Foreign keys that each month's partition of a table has, and not the table itself.
SELECT table_name, reference_name, string_to_array(columns, ', '), referenced_name, rule
  FROM private.partition_reference ORDER BY table_name, reference_name
