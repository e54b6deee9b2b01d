-- Version 3: seasons, events, categories, segments.
BEGIN;
SELECT plan(14);

SELECT has_table(name) FROM unnest('{season,event,category,segment}'::name[]) AS name;
SELECT col_is_unique('public', 'category', ARRAY['event_id', 'level', 'discipline', 'team_event'], 'a category exists once');
SELECT fk_ok('public', 'event', 'season', 'public', 'season', 'start_year');
SELECT fk_ok('public', 'segment', ARRAY['category_id', 'discipline'], 'public', 'category', ARRAY['category_id', 'discipline']);
SELECT results_eq('SELECT goe_limit FROM season WHERE start_year IN (2017, 2018) ORDER BY start_year', ARRAY[3, 5]::smallint[],
                  'grades reach 5 since 2018/19');
SELECT results_eq('SELECT code FROM season WHERE start_year IN (2009, 2016) ORDER BY start_year', ARRAY['2009/10', '2016/17'],
                  'the code of a season follows from its year');
SELECT throws_ok($$INSERT INTO season (start_year, starts_on, ends_on, goe_limit) VALUES (2031, '2031-06-30', '2032-06-30', 6)$$,
                 '23514', NULL, 'grades reach 3 or 5');
SELECT throws_ok($$INSERT INTO season (start_year, starts_on, ends_on, goe_limit) VALUES (2031, '2031-06-30', '2032-06-30', 5)$$,
                 '23P01', NULL, 'seasons do not overlap');

INSERT INTO event (season, name) VALUES (2020, 'Cup');
INSERT INTO category (event_id, level, discipline) SELECT event_id, 'senior', 'pairs' FROM event;
SELECT throws_ok($$INSERT INTO segment (category_id, discipline, kind) SELECT category_id, 'pairs', 'original' FROM category$$,
                 '23514', NULL, 'original dances belong to ice dance');
SELECT throws_ok($$INSERT INTO segment (category_id, discipline, kind) SELECT category_id, 'men', 'short' FROM category$$,
                 '23503', NULL, 'a segment has the discipline of its category');
SELECT lives_ok($$INSERT INTO segment (category_id, discipline, kind) SELECT category_id, discipline, 'short' FROM category$$);

SELECT * FROM finish();
ROLLBACK;
