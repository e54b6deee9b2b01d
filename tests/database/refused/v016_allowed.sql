-- Changes of v016_sound.sql that no rule may refuse.

-- allowed
UPDATE private.message SET body = NULL, deleted_at = now();

-- allowed
UPDATE private.message SET body = repeat('⛸', 4000), edited_at = now(), answers_id = 1;

-- allowed
UPDATE private.chat_member SET left_at = NULL, joined_at = now() WHERE left_at IS NOT NULL;
INSERT INTO private.message (chat_id, sender_id, body) VALUES ((SELECT chat_id FROM private.chat WHERE kind = 'group'), (SELECT account_id FROM account WHERE handle = 'chat_c'), 'back again');

-- allowed
INSERT INTO private.account_block (account_id, blocked_id) VALUES ((SELECT account_id FROM account WHERE handle = 'chat_a'), (SELECT account_id FROM account WHERE handle = 'chat_b'));
INSERT INTO private.message (chat_id, sender_id, body) VALUES ((SELECT chat_id FROM private.chat WHERE kind = 'group'), (SELECT account_id FROM account WHERE handle = 'chat_a'), 'a block does not close a group');

-- allowed
INSERT INTO private.account_block (account_id, blocked_id) VALUES ((SELECT account_id FROM account WHERE handle = 'chat_a'), (SELECT account_id FROM account WHERE handle = 'chat_b'));
DELETE FROM private.account_block;
INSERT INTO private.message (chat_id, sender_id, body) VALUES ((SELECT chat_id FROM private.chat WHERE kind = 'direct'), (SELECT account_id FROM account WHERE handle = 'chat_a'), 'again');

-- allowed
SELECT private.open_direct_chat((SELECT account_id FROM account WHERE handle = 'chat_b'), (SELECT account_id FROM account WHERE handle = 'chat_a'));

-- allowed
INSERT INTO private.chat (kind, title) VALUES ('group', 'Трибуна А ⛸️');
