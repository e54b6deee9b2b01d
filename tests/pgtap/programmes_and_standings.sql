-- Version 9: programmes and music, how a category ended, bests, and one person of two forms of a name.
BEGIN;
SELECT plan(23);

SELECT has_table(name) FROM unnest('{music_work,programme,programme_choreographer,programme_music,standing_decision,standing_place}'::name[]) AS name;
SELECT has_view(name) FROM unnest('{standing,personal_best,season_best,athlete_card}'::name[]) AS name;
SELECT columns_are('public'::name, 'standing'::name, '{category_id,entry_id,team_id,place,total,status}'::name[]);
SELECT fk_ok('public', 'performance', ARRAY['programme_id', 'programme_team_id'], 'public', 'programme', ARRAY['programme_id', 'team_id']);
SELECT volatility_is('propose_standing', ARRAY['bigint'], 'stable');

-- Two teams at one total, one behind them, one disqualified.
INSERT INTO person (person_id) OVERRIDING SYSTEM VALUE SELECT generate_series(1, 5);
INSERT INTO person_name (person_id, script, full_name, is_primary) SELECT person_id, 'latin', 'P' || person_id, true FROM person;
INSERT INTO team (team_id, kind, member_ids) OVERRIDING SYSTEM VALUE SELECT person_id, 'single', ARRAY[person_id] FROM person WHERE person_id <= 4;
INSERT INTO team_member SELECT team_id, kind, 1, team_id FROM team;
INSERT INTO event (event_id, season, name) OVERRIDING SYSTEM VALUE VALUES (1, 2016, 'Cup');
INSERT INTO category (category_id, event_id, level, discipline) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'senior', 'women');
INSERT INTO segment (segment_id, category_id, discipline, kind) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'women', 'free');
INSERT INTO entry (entry_id, category_id, discipline, team_id, team_kind, published_name, status) OVERRIDING SYSTEM VALUE
SELECT team_id, 1, 'women', team_id, kind, 'P' || team_id, CASE team_id WHEN 4 THEN 'dsq' ELSE 'ok' END FROM team;
INSERT INTO performance (segment_id, category_id, entry_id, panel_size, status, tss, tes, pcs, deductions)
SELECT 1, 1, entry_id, 3, 'ok', v.tss, v.tss, 0, 0 FROM entry JOIN (VALUES (1, 50), (2, 50), (3, 40)) AS v (id, tss) ON v.id = entry_id;
INSERT INTO element (performance_id, no, code, base_value, goe, panel_score, marks)
SELECT performance_id, 1, 'X', tes, 0, tes, '{0,0,0}' FROM performance;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;

SELECT is(decide_standing(1, 'as it was skated')::integer, 1, 'a decision is the first revision');
SELECT results_eq('SELECT entry_id::integer, place::integer, status FROM standing ORDER BY entry_id',
                  $$VALUES (1, 1, 'ok'), (2, 1, 'ok'), (3, 3, 'ok'), (4, NULL, 'dsq')$$, 'equals share a place, the next is left out, the disqualified have none');
SELECT throws_ok('UPDATE standing_place SET place = 2', '23514', NULL, 'a decision is not changed');
SELECT throws_ok('DELETE FROM standing_decision', '23514', NULL, 'nor taken back');
INSERT INTO standing_decision (category_id, revision, reason) VALUES (1, 2, 'a ruling');
SELECT is_empty('SELECT FROM standing', 'the newest revision counts, and may place nobody');
INSERT INTO standing_place (standing_decision_id, category_id, entry_id, place) SELECT max(standing_decision_id), 1, 3, 2 FROM standing_decision;
SELECT results_eq('SELECT entry_id::integer, place::integer FROM standing', 'VALUES (3, 2)', 'ranks need not close');

INSERT INTO panel_seat (segment_id, function, role, seat_no, person_id) VALUES (1, 'Referee', 'referee', 1, 5);
SELECT lives_ok('SELECT merge_people(4, 5)', 'two forms of a name become one person');
SELECT results_eq('SELECT person_id::integer FROM panel_seat', ARRAY[4], 'who sat where the other sat');
SELECT throws_ok('SELECT merge_people(1, 2)', '23514', NULL, 'two who skated one segment are two');
SELECT is_empty('SELECT FROM person WHERE person_id = 5', 'the other form is gone');

SELECT * FROM finish();
ROLLBACK;
