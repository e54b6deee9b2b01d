-- Two accounts that follow, one of which blocks a third.
INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE VALUES
    (1101, 'Fan_1101', 'Fan 👩‍🦰'), (1102, 'Fan_1102', 'معجب'), (1103, 'Fan_1103', 'Фанат');
INSERT INTO tag (tag_id, name) OVERRIDING SYSTEM VALUE VALUES (1101, 'Тройной Аксель'), (1102, '⛸️');
INSERT INTO follow_account VALUES (1101, 1102);
INSERT INTO follow_person VALUES (1101, 1);
INSERT INTO follow_team VALUES (1101, 1), (1102, 1);
INSERT INTO follow_event VALUES (1101, 1);
INSERT INTO follow_tag VALUES (1101, 1101), (1101, 1102);
INSERT INTO favourite VALUES (1101, 1, 1), (1101, 2, 2), (1102, 1, NULL), (1102, 2, NULL);
INSERT INTO private.team_note (account_id, team_id, body) VALUES (1101, 1, repeat('ё', 4000)), (1101, 1, '❄');
INSERT INTO private.account_block VALUES (1102, 1103);
INSERT INTO private.account_mute VALUES (1101, 1103, '2016-01-01', NULL), (1102, 1101, '2016-01-01', '2016-01-02');
