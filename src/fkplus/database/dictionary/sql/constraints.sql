-- PostgreSQL 18 also lists NOT NULL here (contype 'n'), which the columns say; a partition's copies have a parent.
SELECT n.nspname, c.relname, r.conname, r.contype,
       ARRAY(SELECT a.attname::text FROM unnest(r.conkey) WITH ORDINALITY AS k (attnum, position)
               JOIN pg_attribute AS a ON a.attrelid = r.conrelid AND a.attnum = k.attnum ORDER BY k.position),
       coalesce(target_schema.nspname, ''), coalesce(target.relname, ''), coalesce(r.confdeltype, ' '),
       coalesce(obj_description(r.oid, 'pg_constraint'), '')
  FROM pg_constraint AS r
  JOIN pg_class AS c ON c.oid = r.conrelid
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_class AS target ON target.oid = r.confrelid
  LEFT JOIN pg_namespace AS target_schema ON target_schema.oid = target.relnamespace
 WHERE n.nspname IN ('public', 'private') AND NOT c.relispartition AND r.conparentid = 0
   AND r.contype IN ('p', 'u', 'f', 'c', 'x')
 ORDER BY c.relname, n.nspname, array_position('{p,u,x,f,c}'::"char"[], r.contype), r.conname
