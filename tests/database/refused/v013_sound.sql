-- A contest that is open, one that has locked with a prediction of its day, and one that opens later.
INSERT INTO person (person_id, sex) OVERRIDING SYSTEM VALUE VALUES (1301, 'female'), (1302, 'female');
INSERT INTO team (team_id, kind, member_ids) OVERRIDING SYSTEM VALUE VALUES (1301, 'single', '{1301}'), (1302, 'single', '{1302}');
INSERT INTO team_member VALUES (1301, 'single', 1, 1301), (1302, 'single', 1, 1302);
INSERT INTO event (event_id, season, name) OVERRIDING SYSTEM VALUE VALUES (1301, 2016, 'Predicted cup');
INSERT INTO category (category_id, event_id, level, discipline) OVERRIDING SYSTEM VALUE VALUES
    (1301, 1301, 'senior', 'women'), (1302, 1301, 'junior', 'women'), (1303, 1301, 'novice', 'women');
INSERT INTO entry (entry_id, category_id, discipline, team_id, team_kind, published_name) OVERRIDING SYSTEM VALUE VALUES
    (1301, 1301, 'women', 1301, 'single', 'A'), (1302, 1301, 'women', 1302, 'single', 'B'), (1303, 1302, 'women', 1301, 'single', 'A'),
    (1304, 1303, 'women', 1301, 'single', 'A'), (1305, 1302, 'women', 1302, 'single', 'B');
INSERT INTO prediction_contest VALUES
    (1301, '2016-01-01', '2999-01-01'), (1302, '2016-01-01', '2999-01-01'), (1303, '2998-01-01', '2999-01-01');
INSERT INTO prediction VALUES (1101, 1301, 1, 1301, '2016-02-01'), (1101, 1301, 2, 1302, '2016-02-01'), (1102, 1301, 3, 1301, '2016-02-02'),
    (1103, 1302, 1, 1303, '2016-02-03');
UPDATE prediction_contest SET locks_at = '2016-03-01' WHERE category_id = 1302;
INSERT INTO prediction_score VALUES (1103, 1302, 3, 1, 1);
