-- Changes of v009_sound.sql that no rule may refuse.

-- allowed
UPDATE performance SET programme_id = 2;

-- allowed
UPDATE performance SET programme_id = NULL;

-- allowed
DELETE FROM programme WHERE programme_id = 3;

-- allowed
INSERT INTO music_work (title, composer, performer) VALUES ('Boléro', 'Maurice Ravel', 'London Symphony Orchestra');

-- allowed
INSERT INTO programme (team_id, season, kind) VALUES (1, 2016, 'exhibition'), (1, 2017, 'short');

-- allowed
INSERT INTO standing_decision (category_id, revision, reason) VALUES (1, 2, 'a ruling');
INSERT INTO standing_place SELECT standing_decision_id, 1, 1, NULL, NULL, 'dsq' FROM standing_decision WHERE revision = 2;

-- allowed
SELECT decide_standing(2, 'nobody skated');
