-- Changes of v013_sound.sql that no rule may refuse.

-- allowed
DELETE FROM prediction WHERE account_id = 1101 AND category_id = 1301;
INSERT INTO prediction VALUES (1101, 1301, 1, 1302), (1101, 1301, 2, 1301);

-- allowed
UPDATE prediction SET entry_id = 1305 WHERE category_id = 1302;
DELETE FROM entry WHERE entry_id = 1303;

-- allowed
DELETE FROM prediction WHERE category_id = 1302;
DELETE FROM entry WHERE entry_id = 1303;

-- allowed
DELETE FROM prediction WHERE category_id = 1301;

-- allowed
UPDATE prediction_contest SET locks_at = '2016-02-03' WHERE category_id = 1301;

-- allowed
UPDATE prediction_contest SET locks_at = '2999-02-03' WHERE category_id = 1301;

-- allowed
INSERT INTO prediction VALUES (1103, 1301, 2, 1301), (1103, 1301, 3, 1302);

-- allowed
UPDATE prediction_contest SET scored_at = '2016-03-01' WHERE category_id = 1302;
