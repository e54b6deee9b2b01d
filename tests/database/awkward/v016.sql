-- A chat with a deleted account, a group of one member who left, the longest texts, an empty chat that is closed.
INSERT INTO private.chat (chat_id, kind, title, event_id, low_account_id, high_account_id, closed_at) OVERRIDING SYSTEM VALUE VALUES
    (900001, 'direct', NULL, NULL, 900001, 900002, NULL), (900002, 'group', repeat('⛸', 100), NULL, NULL, NULL, NULL),
    (900003, 'event', NULL, 900001, NULL, NULL, '-infinity');
INSERT INTO private.chat_member (account_id, chat_id, role, joined_at, left_at, last_read_id) VALUES
    (900001, 900001, 'owner', '-infinity', NULL, NULL), (900002, 900001, 'member', '2020-01-01', NULL, 9223372036854775807),
    (900002, 900002, 'member', '-infinity', NULL, NULL);
INSERT INTO private.message (chat_id, message_id, sender_id, body, answers_id) VALUES
    (900001, timed_id_from('2026-05-31 23:59:59.999+00', 1048575), 900001, repeat('א', 4000), NULL),
    (900001, timed_id_from('2026-06-01'), 900002, '👩🏽‍❤️‍💋‍👨🏻', timed_id_from('2026-05-31 23:59:59.999+00', 1048575)),
    (900002, timed_id_from('2026-06-01'), 900002, 'x', 1);
UPDATE private.message SET body = NULL, deleted_at = now(), edited_at = now() WHERE chat_id = 900002;
UPDATE private.chat_member SET left_at = 'infinity' WHERE chat_id = 900002;
