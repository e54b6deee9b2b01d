-- Each statement spoils v016_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by chat_kind_is_known
INSERT INTO private.chat (kind) VALUES ('secret');

-- refused by chat_of_two_exists_once
INSERT INTO private.chat (kind, low_account_id, high_account_id)
SELECT kind, low_account_id, high_account_id FROM private.chat WHERE kind = 'direct';

-- refused by chat_of_two_names_both
INSERT INTO private.chat (kind, low_account_id) VALUES ('direct', 1);

-- refused by chat_of_two_names_both
INSERT INTO private.chat (kind, title, low_account_id) VALUES ('group', 'x', 1);

-- refused by chat_of_two_is_ordered
INSERT INTO private.chat (kind, low_account_id, high_account_id)
SELECT kind, high_account_id, low_account_id FROM private.chat WHERE kind = 'direct';

-- refused by chat_of_two_is_ordered
SELECT private.open_direct_chat(1, 1);

-- refused by chat_of_event_exists_once
INSERT INTO private.chat (kind, event_id) VALUES ('event', 1);

-- refused by chat_of_event_names_it
INSERT INTO private.chat (kind) VALUES ('event');

-- refused by chat_has_a_title_if_a_group
UPDATE private.chat SET title = NULL;

-- refused by chat_has_a_title_if_a_group
UPDATE private.chat SET title = 'x' WHERE kind = 'event';

-- refused by chat_title_is_tidy
UPDATE private.chat SET title = ' x' WHERE kind = 'group';

-- refused by chat_keeps_its_people
UPDATE private.chat SET high_account_id = (SELECT account_id FROM account WHERE handle = 'chat_c') WHERE kind = 'direct';

-- refused by chat_of_two_is_not_blocked
INSERT INTO private.account_block (account_id, blocked_id) VALUES ((SELECT account_id FROM account WHERE handle = 'chat_a'), (SELECT account_id FROM account WHERE handle = 'chat_c'));
SELECT private.open_direct_chat((SELECT account_id FROM account WHERE handle = 'chat_c'), (SELECT account_id FROM account WHERE handle = 'chat_a'));

-- refused by chat_member_role_is_known
UPDATE private.chat_member SET role = 'king';

-- refused by chat_member_leaves_after_joining
UPDATE private.chat_member SET left_at = joined_at - interval '1 day', role = 'member';

-- refused by chat_member_leaves_the_role
UPDATE private.chat_member SET left_at = now() WHERE role = 'owner';

-- refused by chat_member_pkey
INSERT INTO private.chat_member SELECT * FROM private.chat_member;

-- refused by chat_member_keeps_its_chat
UPDATE private.chat_member SET chat_id = (SELECT chat_id FROM private.chat WHERE kind = 'direct') WHERE account_id = (SELECT account_id FROM account WHERE handle = 'chat_c');

-- refused by chat_of_two_has_no_third
INSERT INTO private.chat_member (account_id, chat_id) VALUES ((SELECT account_id FROM account WHERE handle = 'chat_c'), (SELECT chat_id FROM private.chat WHERE kind = 'direct'));

-- refused by message_is_of_a_present_member
INSERT INTO private.message (chat_id, sender_id, body) VALUES ((SELECT chat_id FROM private.chat WHERE kind = 'direct'), (SELECT account_id FROM account WHERE handle = 'chat_c'), 'x');

-- refused by message_is_of_a_present_member
INSERT INTO private.message (chat_id, sender_id, body) VALUES ((SELECT chat_id FROM private.chat WHERE kind = 'group'), (SELECT account_id FROM account WHERE handle = 'chat_c'), 'I have left');

-- refused by message_is_of_a_present_member
INSERT INTO private.message (chat_id, sender_id, body) VALUES ((SELECT chat_id FROM private.chat WHERE kind = 'event'), (SELECT account_id FROM account WHERE handle = 'chat_a'), 'I never joined');

-- refused by message_is_of_a_present_member
UPDATE private.chat SET closed_at = now();
INSERT INTO private.message (chat_id, sender_id, body) VALUES ((SELECT chat_id FROM private.chat WHERE kind = 'group'), (SELECT account_id FROM account WHERE handle = 'chat_a'), 'x');

-- refused by message_is_of_a_present_member
INSERT INTO private.account_block (account_id, blocked_id) VALUES ((SELECT account_id FROM account WHERE handle = 'chat_b'), (SELECT account_id FROM account WHERE handle = 'chat_a'));
INSERT INTO private.message (chat_id, sender_id, body) VALUES ((SELECT chat_id FROM private.chat WHERE kind = 'direct'), (SELECT account_id FROM account WHERE handle = 'chat_a'), 'x');

-- refused by message_is_of_a_present_member
INSERT INTO private.account_block (account_id, blocked_id) VALUES ((SELECT account_id FROM account WHERE handle = 'chat_b'), (SELECT account_id FROM account WHERE handle = 'chat_a'));
INSERT INTO private.message (chat_id, sender_id, body) VALUES ((SELECT chat_id FROM private.chat WHERE kind = 'direct'), (SELECT account_id FROM account WHERE handle = 'chat_b'), 'who blocks does not write either');

-- refused by message_is_of_a_present_member
UPDATE private.message SET sender_id = (SELECT account_id FROM account WHERE handle = 'chat_c');

-- refused by message_body_fits
UPDATE private.message SET body = repeat('x', 4001);

-- refused by message_body_fits
UPDATE private.message SET body = E'\n';

-- refused by message_has_a_body
UPDATE private.message SET body = NULL;

-- refused by message_is_gone_when_deleted
UPDATE private.message SET deleted_at = now();

-- refused by message_answers_another
UPDATE private.message SET answers_id = message_id;

-- refused by message_is_emptied_not_deleted
DELETE FROM private.message;

-- refused by message_is_emptied_not_deleted
TRUNCATE private.message;
