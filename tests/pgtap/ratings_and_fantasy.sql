-- Version 17: ratings of programmes and fantasy leagues.
BEGIN;
SELECT plan(20);

SELECT has_table(name) FROM unnest('{programme_rating,programme_rating_slot,fantasy_league,fantasy_round,fantasy_pool,fantasy_pool_entry,
    fantasy_pick,fantasy_score}'::name[]) AS name;
SELECT col_is_pk('programme_rating', ARRAY['account_id', 'programme_id'], 'an account rates a programme once');
SELECT fk_ok('public', 'fantasy_pick', ARRAY['fantasy_round_id', 'pool', 'entry_id'],
             'public', 'fantasy_pool_entry', ARRAY['fantasy_round_id', 'pool', 'entry_id']);
SELECT trigger_is('public', 'fantasy_pick', 'fantasy_pick_is_made_before_the_lock', 'private', 'check_lock');

INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE VALUES (1, 'one', '1'), (2, 'two', '2');
INSERT INTO person (person_id) OVERRIDING SYSTEM VALUE VALUES (1), (2);
INSERT INTO team (team_id, kind, member_ids) OVERRIDING SYSTEM VALUE VALUES (1, 'single', '{1}'), (2, 'single', '{2}');
INSERT INTO team_member VALUES (1, 'single', 1, 1), (2, 'single', 1, 2);
INSERT INTO programme (programme_id, team_id, season, kind) OVERRIDING SYSTEM VALUE VALUES (1, 1, 2016, 'free');
INSERT INTO programme_rating VALUES (1, 1, 10, 1, 5), (2, 1, 9, 2, 5);
SELECT results_eq('SELECT ratings::integer, music, overall FROM programme_rating_average', 'VALUES (2, 9.50, 5.33)', 'averages are exact');
UPDATE programme_rating SET music = 1 WHERE account_id = 2;
SELECT results_eq('SELECT music FROM programme_rating_average', ARRAY[5.50], 'and follow a changed mind');
DELETE FROM programme_rating;
SELECT is_empty('SELECT FROM programme_rating_average', 'a programme that nobody rates has none');
SELECT throws_ok('INSERT INTO programme_rating VALUES (1, 1, 11, 1, 1)', '23514', NULL, 'ratings reach from 1 to 10');

INSERT INTO event (event_id, season, name) OVERRIDING SYSTEM VALUE VALUES (1, 2016, 'Cup');
INSERT INTO category (category_id, event_id, level, discipline) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'senior', 'women');
INSERT INTO entry (entry_id, category_id, discipline, team_id, team_kind, published_name) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'women', 1, 'single', 'A'), (2, 1, 'women', 2, 'single', 'B');
INSERT INTO fantasy_league (fantasy_league_id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'L');
INSERT INTO fantasy_round (fantasy_round_id, fantasy_league_id, event_id, opens_at, locks_at) OVERRIDING SYSTEM VALUE
    VALUES (1, 1, 1, '2016-01-01', 'infinity');
INSERT INTO fantasy_pool VALUES (1, 'A'), (1, 'B');
INSERT INTO fantasy_pool_entry VALUES (1, 1, 'A', 1, 1), (1, 2, 'B', 1, 1);
SELECT lives_ok($$INSERT INTO fantasy_pick VALUES (1, 1, 'A', 1)$$, 'one picks before the lock');
SELECT throws_ok($$INSERT INTO fantasy_pick VALUES (2, 1, 'A', 2)$$, '23503', NULL, 'from the pool');
SELECT throws_ok($$INSERT INTO fantasy_pick VALUES (1, 1, 'A', 1)$$, '23505', NULL, 'and one of each');
SELECT throws_ok('SELECT score_fantasy_round(1)', '55000', NULL, 'an open round is not scored');
UPDATE fantasy_round SET locks_at = clock_timestamp();
SELECT throws_ok($$INSERT INTO fantasy_pick VALUES (2, 1, 'B', 2)$$, '23514', NULL, 'after the lock nobody picks');

SELECT * FROM finish();
ROLLBACK;
