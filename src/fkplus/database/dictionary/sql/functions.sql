SELECT n.nspname, f.proname, pg_get_function_identity_arguments(f.oid),
       CASE f.prokind WHEN 'p' THEN '' ELSE pg_get_function_result(f.oid) END, f.prosecdef,
       coalesce(obj_description(f.oid, 'pg_proc'), '')
  FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
 WHERE n.nspname IN ('public', 'private')
   AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = f.oid AND classid = 'pg_proc'::regclass AND deptype = 'e')
 ORDER BY f.proname, n.nspname, 3
