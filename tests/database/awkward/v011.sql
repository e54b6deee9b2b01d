-- A deleted account that still follows, blocks and is followed; names at their bounds.
INSERT INTO tag (tag_id, name) OVERRIDING SYSTEM VALUE VALUES
    (900001, repeat('Ж', 50)), (900002, '🐻❤️‍🔥'), (900003, 'עברית ועוד'), (900004, 'ß');
INSERT INTO follow_account VALUES (900001, 900002, '-infinity'), (900002, 900001, 'infinity');
INSERT INTO follow_person VALUES (900001, 900001), (900002, 900001);
INSERT INTO follow_team VALUES (900001, 900002);
INSERT INTO follow_event VALUES (900001, 900002);
INSERT INTO follow_tag VALUES (900001, 900002), (900003, 900001);
DELETE FROM follow_person WHERE account_id = 900002;
INSERT INTO favourite VALUES (900001, 900001, NULL), (900001, 900002, 32767), (900001, 900003, NULL);
INSERT INTO private.team_note (account_id, team_id, body) VALUES (900001, 900001, repeat('🐻', 4000)), (900001, 900001, E'\n');
INSERT INTO private.account_block VALUES (900001, 900003), (900003, 900001);
INSERT INTO private.account_mute VALUES (900002, 900001, '-infinity', NULL), (900003, 900002, '2020-01-01', 'infinity');
