-- Version 8: single deductions, errors of the sheet with their reason, corrected protocols.
BEGIN;
SELECT plan(21);

SELECT has_table(name) FROM unnest('{source_document,deduction,performance_revision}'::name[]) AS name;
SELECT col_is_pk('deduction', ARRAY['performance_id', 'no']);
SELECT col_is_pk('performance_revision', ARRAY['performance_id', 'revision']);
SELECT fk_ok('public', 'performance', 'source_document_id', 'public', 'source_document', 'source_document_id');
SELECT has_column('public', part, 'override_reason', part || ' tells of an official error')
  FROM unnest('{performance,element,component,deduction}'::name[]) AS part;
SELECT trigger_is('public', 'deduction', 'deduction_queue_inserted', 'private', 'queue_performances');
SELECT trigger_is('public', 'deduction', 'deduction_queue_deleted', 'private', 'queue_performances');
SELECT volatility_is('performance_sheet', ARRAY['bigint'], 'stable');

INSERT INTO person (sex) VALUES ('female');
INSERT INTO team (kind, member_ids) SELECT 'single', ARRAY[person_id] FROM person;
INSERT INTO team_member (team_id, team_kind, position, person_id) SELECT team_id, kind, 1, member_ids[1] FROM team;
INSERT INTO event (season, name) VALUES (2016, 'Cup');
INSERT INTO category (event_id, level, discipline) SELECT event_id, 'senior', 'women' FROM event;
INSERT INTO segment (category_id, discipline, kind) SELECT category_id, discipline, 'short' FROM category;
INSERT INTO entry (category_id, discipline, team_id, team_kind, published_name)
SELECT category_id, discipline, team_id, kind, 'Ann EXAMPLE' FROM category, team;
INSERT INTO performance (performance_id, segment_id, category_id, entry_id, panel_size, tss, tes, pcs, deductions)
OVERRIDING SYSTEM VALUE SELECT 77, segment_id, category_id, entry_id, 3, 2.50, 4.50, 0, 2 FROM segment JOIN entry USING (category_id);
INSERT INTO element (performance_id, no, code, base_value, goe, panel_score, marks) VALUES (77, 1, '3T', 4, 0.5, 4.5, '{1,1,NULL}');
INSERT INTO deduction (performance_id, no, kind, points) VALUES (77, 1, 'fall', 1), (77, 2, 'fall', 1);
SELECT is_empty('SELECT performance_fault(77)', 'deductions that add up are sound');
SELECT results_eq('SELECT seat_identity FROM segment', ARRAY['known'], 'judges are known since 2016/17');
DELETE FROM deduction WHERE no = 2;
SELECT results_eq('SELECT fault FROM performance_fault(77)', ARRAY['deductions are 2, the single ones add up to 1'],
                  'one that is missing is a fault');
SELECT throws_ok('SET CONSTRAINTS ALL IMMEDIATE', '23514', NULL, 'that the commit refuses');
UPDATE performance SET override_reason = 'printed so' WHERE performance_id = 77;
SELECT lives_ok('SET CONSTRAINTS ALL IMMEDIATE', 'unless the sheet itself is wrong');
SET CONSTRAINTS ALL DEFERRED;
SELECT results_eq($$SELECT replace_performance(77, jsonb_set(performance_sheet(77), '{performance,start_no}', '9'), 'a slip')::integer$$,
                  ARRAY[1], 'a correction keeps the former sheet as revision 1');
SELECT results_eq($$SELECT p.start_no::integer, r.sheet -> 'performance' ->> 'start_no', jsonb_array_length(r.sheet -> 'elements')
                      FROM performance AS p JOIN performance_revision AS r USING (performance_id)$$,
                  $$VALUES (9, NULL::text, 1)$$, 'the former sheet reads as it was');
SELECT throws_ok('UPDATE performance_revision SET reason = $$other$$', '23514', NULL, 'and stays so');

SELECT * FROM finish();
ROLLBACK;
