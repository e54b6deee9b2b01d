-- Each statement spoils v010_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by partitioned_table_name_is_qualified
INSERT INTO private.partitioned_table (table_name) VALUES ('post');

-- refused by partitioned_table_name_is_qualified
INSERT INTO private.partitioned_table (table_name) VALUES ('public.x; DROP TABLE account');

-- refused by partitioned_table_belongs_to_another
UPDATE private.partitioned_table SET belongs_to = table_name, kept_months = NULL;

-- refused by partitioned_table_belongs_to_fkey
UPDATE private.partitioned_table SET belongs_to = 'public.nothing' WHERE table_name = 'private.sound_line';

-- refused by partitioned_table_kept_months_are_plausible
UPDATE private.partitioned_table SET kept_months = 0 WHERE table_name = 'private.sound_log';

-- refused by partitioned_table_lifetime_is_said_once
UPDATE private.partitioned_table SET kept_months = 12 WHERE table_name = 'private.sound_line';

-- refused by partition_reference_table_fkey
UPDATE private.partition_reference SET table_name = 'public.nothing' WHERE table_name = 'private.sound_line';

-- refused by partition_reference_referenced_fkey
UPDATE private.partition_reference SET referenced_name = 'public.nothing'
 WHERE table_name = 'private.sound_line';

-- refused by partition_reference_name_is_short
UPDATE private.partition_reference SET reference_name = 'a_name_far_too_long';

-- refused by partition_reference_columns_are_a_list
UPDATE private.partition_reference SET columns = 'log_id; DROP TABLE account';

-- refused by partition_reference_rule_is_said
UPDATE private.partition_reference SET rule = ' ';
