SELECT n.nspname, c.relname, t.tgname, t.tgconstraint <> 0, function_schema.nspname, f.proname,
       coalesce(obj_description(t.oid, 'pg_trigger'), '')
  FROM pg_trigger AS t
  JOIN pg_class AS c ON c.oid = t.tgrelid
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_proc AS f ON f.oid = t.tgfoid
  JOIN pg_namespace AS function_schema ON function_schema.oid = f.pronamespace
 WHERE n.nspname IN ('public', 'private') AND NOT t.tgisinternal AND NOT c.relispartition AND t.tgparentid = 0
 ORDER BY c.relname, n.nspname, t.tgname
