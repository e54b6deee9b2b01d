-- Each statement spoils v011_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by tag_is_unique_whatever_its_case_and_spaces
INSERT INTO tag (name) VALUES ('тройнойАКСЕЛЬ');

-- refused by tag_is_unique_whatever_its_case_and_spaces
INSERT INTO tag (name) VALUES (U&'\0422\0440\043E\0438\0306\043D\043E\0438\0306 Аксель');

-- refused by tag_name_is_tidy
INSERT INTO tag (name) VALUES (' axel');

-- refused by tag_name_is_tidy
INSERT INTO tag (name) VALUES ('');

-- refused by tag_name_is_tidy
INSERT INTO tag (name) VALUES (U&'\00A0');

-- refused by tag_name_is_tidy
INSERT INTO tag (name) VALUES (repeat('a', 51));

-- refused by tag_name_is_visible
INSERT INTO tag (name) VALUES ('#axel');

-- refused by tag_name_is_visible
INSERT INTO tag (name) VALUES (U&'a\200Bxel');

-- refused by tag_name_is_visible
INSERT INTO tag (name) VALUES (U&'a\0009xel');

-- refused by follow_account_is_not_oneself
INSERT INTO follow_account VALUES (1101, 1101);

-- refused by follow_account_pkey
INSERT INTO follow_account VALUES (1101, 1102);

-- refused by follow_account_followed_fkey
INSERT INTO follow_account VALUES (1101, 999999);

-- refused by follow_account_account_fkey
INSERT INTO follow_account VALUES (999999, 1101);

-- refused by follow_account_is_not_blocked
INSERT INTO follow_account VALUES (1103, 1102);

-- refused by follow_account_is_not_blocked
INSERT INTO follow_account VALUES (1102, 1103);

-- refused by follow_account_is_not_changed
UPDATE follow_account SET followed_id = 1103;

-- refused by follow_person_person_fkey
INSERT INTO follow_person VALUES (1101, 999999);

-- refused by follow_person_is_not_truncated
TRUNCATE follow_person;

-- refused by follow_team_team_fkey
INSERT INTO follow_team VALUES (1101, 999999);

-- refused by follow_team_is_not_truncated
TRUNCATE follow_team;

-- refused by follow_event_event_fkey
INSERT INTO follow_event VALUES (1101, 999999);

-- refused by follow_event_is_not_truncated
TRUNCATE follow_event;

-- refused by follow_tag_tag_fkey
INSERT INTO follow_tag VALUES (1101, 999999);

-- refused by follow_tag_is_not_truncated
TRUNCATE follow_tag;

-- refused by follow_tag_tag_fkey
DELETE FROM tag;

-- refused by favourite_pkey
INSERT INTO favourite VALUES (1101, 1, 3);

-- refused by favourite_position_is_taken_once
UPDATE favourite SET position = 1 WHERE account_id = 1101;

-- refused by favourite_position_is_positive
UPDATE favourite SET position = 0 WHERE team_id = 1;

-- refused by team_note_fits
INSERT INTO private.team_note (account_id, team_id, body) VALUES (1101, 1, repeat('ё', 4001));

-- refused by team_note_fits
INSERT INTO private.team_note (account_id, team_id, body) VALUES (1101, 1, '  ');

-- refused by team_note_is_updated_after_it_was_made
UPDATE private.team_note SET updated_at = created_at - interval '1 second';

-- refused by account_block_is_not_oneself
INSERT INTO private.account_block VALUES (1101, 1101);

-- refused by account_block_is_not_changed
UPDATE private.account_block SET blocked_id = 1101;

-- refused by account_mute_is_not_oneself
INSERT INTO private.account_mute VALUES (1101, 1101);

-- refused by account_mute_ends_after_it_begins
UPDATE private.account_mute SET ends_at = muted_at;
