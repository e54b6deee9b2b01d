-- Foreign keys without an index whose leading columns are theirs and without a sentence `No index: `. A partial index serves
-- only where it leaves out nothing but NULL. Partitions are left out; what each month refers to by is asked of their table.
WITH reference (relation, name, attnums, comment) AS (
    SELECT r.conrelid, r.conname::text, r.conkey, obj_description(r.oid, 'pg_constraint')
      FROM pg_constraint AS r
      JOIN pg_class AS c ON c.oid = r.conrelid
      JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname IN ('public', 'private')
     WHERE r.contype = 'f' AND r.conparentid = 0 AND NOT c.relispartition
     UNION ALL
    SELECT to_regclass(m.table_name), m.table_name || ' ' || m.reference_name,
           ARRAY(SELECT a.attnum FROM pg_attribute AS a
                  WHERE a.attrelid = to_regclass(m.table_name) AND a.attname = ANY (string_to_array(m.columns, ', '))),
           m.rule
      FROM private.partition_reference AS m
)
SELECT name
  FROM reference
 WHERE coalesce(comment, '') !~ 'No index: [^ ]'
   AND NOT EXISTS (
        SELECT FROM pg_index AS x
         WHERE x.indrelid = relation AND x.indisvalid
           AND (x.indpred IS NULL OR pg_get_expr(x.indpred, x.indrelid) ~ '^\(\w+ IS NOT NULL\)$')
           AND (x.indkey::smallint[])[0:cardinality(attnums) - 1] @> attnums
   )
 ORDER BY name
