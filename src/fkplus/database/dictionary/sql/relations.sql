-- Tables and views without partitions, what extensions brought, and the histories, which are no part of the schema.
SELECT n.nspname, c.relname, c.relkind IN ('v', 'm'), coalesce(pg_get_partkeydef(c.oid), ''),
       coalesce(obj_description(c.oid, 'pg_class'), '')
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('public', 'private') AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
   AND c.relname NOT IN ('flyway_schema_history', 'seed_history')
   AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND classid = 'pg_class'::regclass AND deptype = 'e')
 ORDER BY c.relname, n.nspname
