-- Who may do what: asked of the catalogue, so that the tables of every later version are meant too.
BEGIN;
SELECT plan(19);

CREATE TEMPORARY VIEW relation AS
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relowner AS owner
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('public', 'private') AND c.relkind IN ('r', 'p', 'v', 'm', 'f');

CREATE FUNCTION pg_temp.without(role text, schemas text[], privilege text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT format('%s.%s', schema, name) FROM relation
     WHERE schema = ANY (schemas) AND NOT has_table_privilege(role, oid, privilege) ORDER BY 1
$$;
CREATE FUNCTION pg_temp.having(role text, schemas text[], privilege text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT format('%s.%s', schema, name) FROM relation
     WHERE schema = ANY (schemas) AND has_table_privilege(role, oid, privilege) ORDER BY 1
$$;

-- The analyst reads what is public, and nothing else.
SELECT is_empty($$SELECT pg_temp.without('analyst', '{public}', 'SELECT')$$, 'the analyst reads every public table and view');
SELECT is_empty($$SELECT pg_temp.having('analyst', '{private}', 'SELECT')$$, 'the analyst reads no private table');
SELECT is_empty($$SELECT pg_temp.having('analyst', '{public,private}', 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')$$,
                'the analyst writes nowhere');
SELECT is_empty($$
    SELECT format('%s.%s.%s', schema, name, attname) FROM relation JOIN pg_attribute ON attrelid = oid
     WHERE schema = 'private' AND attnum > 0 AND NOT attisdropped AND has_column_privilege('analyst', oid, attnum, 'SELECT')
    $$, 'nor a single column of a private table');
SELECT schema_privs_are('private', 'analyst', '{}'::text[], 'the analyst has no right in the schema private');
SELECT schema_privs_are('public', 'analyst', '{USAGE}', 'the analyst makes nothing in the schema public');
SELECT is_empty($$
    SELECT c.oid::regclass FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace AND nspname IN ('public', 'private')
     WHERE CASE relkind WHEN 'S' THEN has_sequence_privilege('analyst', c.oid, 'USAGE, UPDATE') END
    $$, 'the analyst moves no sequence');

-- The application changes rows and nothing but rows.
SELECT is_empty($$SELECT pg_temp.without('fkplus_app', '{public,private}', 'SELECT')$$, 'the application reads every table and view');
SELECT is_empty($$
    SELECT name FROM relation, unnest('{INSERT,UPDATE,DELETE}'::text[]) AS privilege
     WHERE kind IN ('r', 'p') AND NOT has_table_privilege('fkplus_app', oid, privilege)
       AND name NOT IN ('flyway_schema_history', 'seed_history')
    $$, 'the application inserts, updates and deletes in every table but the histories');
SELECT is_empty($$SELECT pg_temp.having('fkplus_app', '{public,private}', 'TRUNCATE, REFERENCES, TRIGGER')$$,
                'the application truncates nothing and builds on no table');
SELECT schema_privs_are('public', 'fkplus_app', '{USAGE}', 'the application makes nothing in the schema public');
SELECT schema_privs_are('private', 'fkplus_app', '{USAGE}', 'the application makes nothing in the schema private');

-- Nobody else.
SELECT is_empty($$
    SELECT format('%s %s', name, acl.privilege_type) FROM relation JOIN pg_class AS c USING (oid), aclexplode(c.relacl) AS acl
     WHERE acl.privilege_type IN ('TRUNCATE', 'TRIGGER') AND acl.grantee <> owner
    $$, 'nobody but the owner may truncate a table');
SELECT is_empty($$
    SELECT format('%s %s', name, acl.privilege_type) FROM relation JOIN pg_class AS c USING (oid), aclexplode(c.relacl) AS acl
     WHERE acl.grantee = 0
    $$, 'PUBLIC has no right on any table');
SELECT is_empty($$SELECT name FROM relation WHERE owner <> 'fkplus_owner'::regrole$$, 'one role owns everything');
SELECT isnt_superuser('fkplus_owner', 'and is no superuser');

-- What the catalogue says is what happens.
SET LOCAL ROLE tap_analyst;
SELECT lives_ok('SELECT count(*) FROM performance', 'a login of an analyst reads performances');
SELECT throws_ok('SELECT FROM private.account_credential', '42501', NULL, 'and no credentials');
SELECT throws_ok('UPDATE country SET name_en = name_en', '42501', NULL, 'and changes nothing');
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
