-- Each statement spoils v013_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by prediction_is_made_before_the_lock
INSERT INTO prediction VALUES (1102, 1302, 1, 1303);

-- refused by prediction_is_made_before_the_lock
INSERT INTO prediction VALUES (1102, 1302, 1, 1303, '2016-01-02');

-- refused by prediction_is_made_before_the_lock
INSERT INTO prediction VALUES (1102, 1301, 1, 1302), (1102, 1302, 1, 1303);

-- refused by prediction_is_made_before_the_lock
INSERT INTO prediction VALUES (1102, 1303, 1, 1304);

-- refused by prediction_changes_by_a_merge
UPDATE prediction SET entry_id = 1305 WHERE category_id = 1302;

-- refused by prediction_changes_by_a_merge
UPDATE prediction SET entry_id = 1302 WHERE account_id = 1102;

-- refused by prediction_keeps_its_place
UPDATE prediction SET place = 2 WHERE account_id = 1102;

-- refused by prediction_keeps_its_place
UPDATE prediction SET made_at = '2016-01-01';

-- refused by prediction_is_made_before_the_lock
DELETE FROM prediction WHERE category_id = 1302;

-- refused by prediction_is_made_before_the_lock
TRUNCATE prediction;

-- refused by prediction_contest_lock_stands_once_passed
UPDATE prediction_contest SET locks_at = '2999-01-01' WHERE category_id = 1302;

-- refused by prediction_contest_lock_stands_once_passed
UPDATE prediction_contest SET category_id = 1304 WHERE category_id = 1302;

-- refused by prediction_contest_stays_once_locked
DELETE FROM prediction_contest WHERE category_id = 1302;

-- refused by prediction_contest_locks_after_its_predictions
UPDATE prediction_contest SET locks_at = '2016-02-02' WHERE category_id = 1301;

-- refused by prediction_contest_opens_before_it_locks
UPDATE prediction_contest SET opens_at = locks_at;

-- refused by prediction_contest_is_scored_after_the_lock
UPDATE prediction_contest SET scored_at = '2016-02-28' WHERE category_id = 1302;

-- refused by prediction_contest_fkey
DELETE FROM prediction_contest WHERE category_id = 1301;

-- refused by prediction_pkey
INSERT INTO prediction VALUES (1102, 1301, 3, 1302);

-- refused by prediction_names_a_team_once
INSERT INTO prediction VALUES (1102, 1301, 2, 1301);

-- refused by prediction_place_is_on_the_podium
INSERT INTO prediction VALUES (1102, 1301, 4, 1302);

-- refused by prediction_place_is_on_the_podium
INSERT INTO prediction VALUES (1102, 1301, 0, 1302);

-- refused by prediction_entry_fkey
INSERT INTO prediction VALUES (1102, 1301, 2, 1303);

-- refused by prediction_contest_fkey
INSERT INTO prediction VALUES (1102, 1, 1, 1);

-- refused by prediction_entry_fkey
DELETE FROM entry WHERE entry_id = 1301;

-- refused by prediction_score_counts_a_podium
UPDATE prediction_score SET exact_places = 2;

-- refused by prediction_score_counts_a_podium
UPDATE prediction_score SET right_podium = 4;

-- refused by prediction_score_is_not_negative
UPDATE prediction_score SET points = -1;

-- refused by prediction_score_contest_fkey
INSERT INTO prediction_score VALUES (1101, 1, 1, 1, 1);

-- refused by prediction_rule_points_fall
UPDATE prediction_rule SET podium_points = 4;

-- refused by prediction_rule_bonus_is_not_negative
UPDATE prediction_rule SET whole_podium_points = -1;
