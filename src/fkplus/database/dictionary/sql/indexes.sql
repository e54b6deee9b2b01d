-- Indexes that stand by themselves: those of keys and EXCLUDE rules are told with the rule.
SELECT n.nspname, c.relname, i.relname, x.indisunique, substring(pg_get_indexdef(x.indexrelid) FROM ' USING (.*)$'),
       coalesce(obj_description(i.oid, 'pg_class'), '')
  FROM pg_index AS x
  JOIN pg_class AS i ON i.oid = x.indexrelid
  JOIN pg_class AS c ON c.oid = x.indrelid
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('public', 'private') AND c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = x.indexrelid AND contype IN ('p', 'u', 'x'))
 ORDER BY c.relname, n.nspname, i.relname
