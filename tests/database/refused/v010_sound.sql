-- Two tables with a partition for each month, one of whose rows go with those of the other.
INSERT INTO private.partitioned_table (table_name, belongs_to, kept_months) VALUES
    ('private.sound_log', NULL, 6), ('private.sound_line', 'private.sound_log', NULL);
INSERT INTO private.partition_reference
    (table_name, reference_name, columns, referenced_name, referenced_columns, rule) VALUES
    ('private.sound_line', 'log', 'log_id', 'private.sound_log', 'log_id', 'a line belongs to a log');
