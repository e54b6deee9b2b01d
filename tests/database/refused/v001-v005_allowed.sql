-- Changes of v001-v005_sound.sql that no rule may refuse.

-- allowed
UPDATE performance SET rank = 1, start_no = NULL;

-- allowed
DELETE FROM performance;

-- allowed
UPDATE element SET marks = '{3,-3,0}';

-- allowed
UPDATE element SET base_value = 3.5, goe = 1;

-- allowed
UPDATE team SET member_ids = '{1,3}' WHERE team_id = 2;
DELETE FROM membership_period;
UPDATE team_member SET person_id = 3 WHERE team_id = 2 AND position = 2;

-- allowed
INSERT INTO membership_period (team_id, team_kind, person_id, during) VALUES (2, 'couple', 1,
    '[2017-01-01,)');

-- allowed
INSERT INTO person_name (person_id, script, full_name, is_primary) VALUES (2, 'latin', 'Ann EXAMPLE', true);

-- allowed
INSERT INTO person_name (person_id, script, full_name, is_primary) VALUES (1, 'cyrillic', 'Анна ПРИМЕР',
    true);

-- allowed
INSERT INTO performance (segment_id, category_id, entry_id, status) VALUES (2, 1, 1, 'wd');

-- allowed
TRUNCATE performance CASCADE;
