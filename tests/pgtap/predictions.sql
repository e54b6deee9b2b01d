-- Versions 13 and 34: podiums foretold before the lock, and the sums of what they score.
BEGIN;
SELECT plan(21);

SELECT has_table(name) FROM unnest('{prediction_rule,prediction_contest,prediction,prediction_score}'::name[]) AS name;
SELECT has_view('prediction_leader'::name);
SELECT col_is_pk('prediction_total', ARRAY['season', 'account_id']);
SELECT trigger_is('public', 'prediction_score', name, 'private', 'add_up_predictions')
  FROM unnest('{prediction_score_is_added_up,prediction_score_is_added_up_anew,prediction_score_is_taken_off}'::name[]) AS name;
SELECT col_is_pk('prediction', ARRAY['account_id', 'category_id', 'place']);
SELECT fk_ok('public', 'prediction', ARRAY['entry_id', 'category_id'], 'public', 'entry', ARRAY['entry_id', 'category_id']);
SELECT trigger_is('public', 'prediction', 'prediction_is_made_before_the_lock', 'private', 'check_lock');
SELECT col_default_is('public', 'prediction', 'made_at', 'clock_timestamp()', 'a prediction is dated when it is written, not when the transaction began');

INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE VALUES (1, 'one', '1');
INSERT INTO person (person_id) OVERRIDING SYSTEM VALUE VALUES (1);
INSERT INTO team (team_id, kind, member_ids) OVERRIDING SYSTEM VALUE VALUES (1, 'single', '{1}');
INSERT INTO team_member VALUES (1, 'single', 1, 1);
INSERT INTO event (event_id, season, name) OVERRIDING SYSTEM VALUE VALUES (1, 2016, 'Cup');
INSERT INTO category (category_id, event_id, level, discipline) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'senior', 'women'), (2, 1, 'junior', 'women');
INSERT INTO entry (entry_id, category_id, discipline, team_id, team_kind, published_name) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'women', 1, 'single', 'A'), (2, 2, 'women', 1, 'single', 'A');
INSERT INTO prediction_contest (category_id, opens_at, locks_at) VALUES (1, '2016-01-01', 'infinity'), (2, '2016-01-01', '2016-02-01');
SELECT lives_ok('INSERT INTO prediction (account_id, category_id, place, entry_id) VALUES (1, 1, 1, 1)', 'before the lock one may guess');
SELECT throws_ok('INSERT INTO prediction (account_id, category_id, place, entry_id) VALUES (1, 2, 1, 2)', '23514', NULL, 'after it not');
SELECT throws_ok('INSERT INTO prediction (account_id, category_id, place, entry_id) VALUES (1, 1, 2, 2)', '23503', NULL, 'nor an entry of another category');
SELECT throws_ok('INSERT INTO prediction (account_id, category_id, place, entry_id) VALUES (1, 1, 2, 1)', '23505', NULL, 'nor one team at two places');
SELECT throws_ok('INSERT INTO prediction (account_id, category_id, place, entry_id) VALUES (1, 1, 4, 1)', '23514', NULL, 'nor a fourth place');
SELECT throws_ok('SELECT score_predictions(1)', '55000', NULL, 'an open contest is not scored');
SELECT throws_ok('SELECT score_predictions(3)', 'P0002', NULL, 'nor one that is not there');
SELECT throws_ok($$UPDATE prediction_contest SET locks_at = 'infinity' WHERE category_id = 2$$, '23514', NULL, 'a lock that has passed stands');

SELECT * FROM finish();
ROLLBACK;
