SELECT t.typname, format_type(t.typbasetype, t.typtypmod), coalesce(obj_description(t.oid, 'pg_type'), ''),
       ARRAY(SELECT coalesce(obj_description(r.oid, 'pg_constraint'), r.conname) FROM pg_constraint AS r
              WHERE r.contypid = t.oid AND r.contype = 'c' ORDER BY r.conname)
  FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
 WHERE n.nspname IN ('public', 'private') AND t.typtype = 'd'
   AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = t.oid AND classid = 'pg_type'::regclass AND deptype = 'e')
 ORDER BY t.typname
