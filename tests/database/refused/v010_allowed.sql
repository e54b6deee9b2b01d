-- Changes of v010_sound.sql that no rule may refuse.

-- allowed
UPDATE private.partitioned_table SET kept_months = NULL WHERE table_name = 'private.sound_log';

-- allowed
UPDATE private.partition_reference SET columns = 'log_id, line_id', referenced_columns = 'log_id, line_id';
