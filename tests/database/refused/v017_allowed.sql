-- Changes of v017_sound.sql that no rule may refuse.

-- allowed
UPDATE programme_rating SET music = 1, costume = 10;

-- allowed
DELETE FROM programme WHERE programme_id = 1701;

-- allowed
DELETE FROM fantasy_pick WHERE account_id = 1101;
INSERT INTO fantasy_pick VALUES (1101, 1701, 'B', 1702);

-- allowed
UPDATE fantasy_round SET locks_at = '2016-02-02' WHERE fantasy_round_id = 1701;

-- allowed
UPDATE fantasy_score SET points = 1234.56, medals = 26;
