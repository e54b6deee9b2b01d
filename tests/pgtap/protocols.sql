-- Versions 4 and 5: entries, panels, performances, marks, and the functions and views over them.
BEGIN;
SELECT plan(32);

SELECT has_table(name) FROM unnest('{import_run,panel_seat,entry,performance,element,component}'::name[]) AS name;
SELECT has_view(name) FROM unnest('{element_mark,component_mark,performance_check}'::name[]) AS name;
SELECT has_domain('points');
SELECT col_is_pk('element', ARRAY['performance_id', 'no']);
SELECT col_is_pk('component', ARRAY['performance_id', 'no']);
SELECT fk_ok('public', 'performance', ARRAY['segment_id', 'category_id'], 'public', 'segment', ARRAY['segment_id', 'category_id']);
SELECT fk_ok('public', 'performance', ARRAY['entry_id', 'category_id'], 'public', 'entry', ARRAY['entry_id', 'category_id']);
SELECT volatility_is('performance_fault', ARRAY['bigint'], 'stable');
SELECT is_definer('private', 'check_performance', '{}'::name[]);
SELECT is_definer('private', 'queue_performances', '{}'::name[]);
SELECT trigger_is('private', 'performance_to_check', 'performance_agrees_with_its_parts', 'private', 'check_performance');

INSERT INTO person (sex) VALUES ('female');
INSERT INTO team (kind, member_ids) SELECT 'single', ARRAY[person_id] FROM person;
INSERT INTO team_member (team_id, team_kind, position, person_id) SELECT team_id, kind, 1, member_ids[1] FROM team;
INSERT INTO event (season, name) VALUES (2016, 'Cup');
INSERT INTO category (event_id, level, discipline) SELECT event_id, 'senior', 'women' FROM event;
INSERT INTO segment (category_id, discipline, kind) SELECT category_id, discipline, 'short' FROM category;
INSERT INTO entry (category_id, discipline, team_id, team_kind, published_name)
SELECT category_id, discipline, team_id, kind, 'Ann EXAMPLE' FROM category, team;
INSERT INTO performance (segment_id, category_id, entry_id, panel_size, tss, tes, pcs, deductions)
SELECT segment_id, category_id, entry_id, 3, 11.50, 4.50, 8.00, 1 FROM segment JOIN entry USING (category_id);
INSERT INTO element (performance_id, no, code, base_value, goe, panel_score, marks)
SELECT performance_id, 1, '3T', 4, 0.5, 4.5, '{1,1,NULL}' FROM performance;
INSERT INTO component (performance_id, no, name, factor, panel_mark, marks)
SELECT performance_id, 1, 'Performance / Execution', 1, 8, '{8,8,8.25}' FROM performance;

SELECT is_empty('SELECT f.* FROM performance, performance_fault(performance_id) AS f', 'a sound performance has no fault');
SELECT lives_ok('SET CONSTRAINTS ALL IMMEDIATE', 'and passes the commit');
SELECT is_empty('SELECT FROM private.performance_to_check', 'after which nothing is left to check');
SET CONSTRAINTS ALL DEFERRED;
SELECT results_eq('SELECT kind, points::numeric FROM component', $$VALUES ('performance'::text, 8.00)$$,
                  'a component is known behind its printed name, and its points are computed');
SELECT results_eq('SELECT seat_no::integer, grade::integer FROM element_mark ORDER BY 1', $$VALUES (1, 1), (2, 1), (3, NULL)$$,
                  'marks read one by one, a missing one as NULL');
SELECT results_eq('SELECT seat_no::integer, mark FROM component_mark ORDER BY 1', $$VALUES (1, 8.0), (2, 8), (3, 8.25)$$,
                  'so do those of components');
SELECT results_eq('SELECT recomputed_tes, recomputed_pcs, recomputed_tss, is_equal FROM performance_check',
                  $$VALUES (4.50, 8.00, 11.50, true)$$, 'the stored totals are those of the parts');
SELECT throws_ok($$SELECT 1.005::points$$, '23514', NULL, 'points refuse a third decimal');
SELECT throws_ok($$SELECT 'NaN'::points$$, '23514', NULL, 'points refuse NaN');

-- Each fault by its own words.
CREATE FUNCTION pg_temp.faults(statement text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RETURN QUERY SELECT concat_ws(' ', f.part, f.no, f.fault) FROM performance AS p, performance_fault(p.performance_id) AS f;
END
$$;
SELECT results_eq($$SELECT pg_temp.faults('UPDATE element SET marks = ''{1,4,1}''')$$,
                  ARRAY['element 1 grades of execution of the season lie between -3 and +3']);
SELECT results_eq($$SELECT pg_temp.faults('UPDATE element SET marks = ''{1,1}''')$$, ARRAY['element 1 2 marks for 3 judges']);
UPDATE element SET marks = '{1,1,1}';
SELECT results_eq($$SELECT pg_temp.faults('UPDATE component SET panel_mark = 7.5')$$,
                  ARRAY['performance pcs is 8.00, its components add up to 7.50']);
SELECT throws_ok('SET CONSTRAINTS ALL IMMEDIATE', '23514', NULL, 'and the commit refuses it');
SELECT results_eq($$SELECT pg_temp.faults('DELETE FROM component')$$, ARRAY['performance pcs is 8.00, its components add up to 0']);

SELECT * FROM finish();
ROLLBACK;
