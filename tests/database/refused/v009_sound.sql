-- A programme and a decided category, beside v001-v005_sound.sql.
INSERT INTO music_work (title, composer) VALUES ('Boléro', 'Maurice Ravel'), ('Adagio', NULL);
INSERT INTO programme (team_id, season, kind, title, during) VALUES
    (1, 2016, 'short', 'Boléro', '(,2016-12-01)'), (1, 2016, 'short', NULL, '[2016-12-01,)'), (2, 2016, 'free', NULL, '(,)');
INSERT INTO programme_choreographer VALUES (1, 1, 3);
INSERT INTO programme_music VALUES (1, 1, 1), (1, 2, 2), (1, 3, 1);
SELECT decide_standing(1, 'as it was skated');
