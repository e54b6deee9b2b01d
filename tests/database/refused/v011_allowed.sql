-- Changes of v011_sound.sql that no rule may refuse.

-- allowed
INSERT INTO tag (name) VALUES ('Тройной Лутц'), ('👨‍👩‍👧'), ('3A+3T'), ('شريط');

-- allowed
UPDATE favourite SET position = 3 - position WHERE account_id = 1101;

-- allowed
INSERT INTO private.account_block VALUES (1103, 1102);

-- allowed
DELETE FROM private.account_block;
INSERT INTO follow_account VALUES (1103, 1102), (1102, 1103);

-- allowed
DELETE FROM follow_tag;
DELETE FROM tag;

-- allowed
INSERT INTO follow_account VALUES (1103, 1101), (1102, 1101);

-- allowed
UPDATE follow_team SET team_id = 2;
UPDATE follow_tag SET followed_at = now();
