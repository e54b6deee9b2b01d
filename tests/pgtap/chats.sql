-- Version 16 and 23: chats, and who may write in them.
BEGIN;
SELECT plan(13);

SELECT col_is_pk('private', 'message', ARRAY['chat_id', 'message_id']::name[], 'the last messages of a chat are one range');
SELECT col_is_pk('private', 'chat_member', ARRAY['account_id', 'chat_id']::name[], 'the chats of an account are one range');
SELECT trigger_is('private', 'message', 'message_is_of_a_present_member', 'private', 'check_message');
SELECT trigger_is('private', 'chat', 'chat_of_two_is_not_blocked', 'private', 'check_chat');
SELECT isnt_definer('private', 'open_direct_chat', '{bigint,bigint}'::name[]);
SELECT is_definer('private', 'check_message', '{}'::name[]);

INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE VALUES (1, 'one', '1'), (2, 'two', '2'), (3, 'three', '3');
SELECT is(private.open_direct_chat(2, 1), private.open_direct_chat(1, 2), 'two people have one chat');
PREPARE written AS INSERT INTO private.message (chat_id, sender_id, body) SELECT chat_id, $1, 'x' FROM private.chat;
SELECT lives_ok('EXECUTE written(2)', 'a member writes');
SELECT throws_ok('EXECUTE written(3)', '23514', 'account 3 is no member of chat ' || (SELECT max(chat_id) FROM private.chat));
SELECT is(private.is_separated(1, 2) OR private.is_separated(1, 3), false, 'nobody has blocked anybody');
INSERT INTO private.account_block (account_id, blocked_id) VALUES (2, 1);
SELECT ok(private.is_separated(1, 2) AND private.is_separated(2, 1) AND NOT private.is_separated(1, 3), 'a block works both ways');
SELECT throws_ok('EXECUTE written(2)', '23514', 'accounts 1 and 2 are separated by a block', 'nor does who has blocked write');
DELETE FROM private.account_block;
UPDATE private.chat SET closed_at = now();
SELECT throws_ok('EXECUTE written(1)', '23514', 'chat ' || (SELECT max(chat_id) FROM private.chat) || ' is closed', 'nobody writes to a closed chat');

SELECT * FROM finish();
ROLLBACK;
