-- A chat of two, a group of which one has left, the room of an event.
INSERT INTO account (handle, display_name) VALUES ('chat_a', 'A'), ('chat_b', 'B'), ('chat_c', 'C'), ('chat_d', 'D');
SELECT private.open_direct_chat((SELECT account_id FROM account WHERE handle = 'chat_a'), (SELECT account_id FROM account WHERE handle = 'chat_b'));
INSERT INTO private.chat (kind, title) VALUES ('group', 'Трибуна А ⛸️');
INSERT INTO private.chat (kind, event_id) VALUES ('event', 1);
INSERT INTO private.chat_member (account_id, chat_id, role, left_at)
SELECT account_id, chat_id, CASE handle WHEN 'chat_a' THEN 'owner' ELSE 'member' END,
       CASE handle WHEN 'chat_c' THEN now() END
  FROM account, private.chat WHERE handle IN ('chat_a', 'chat_c') AND kind = 'group';
INSERT INTO private.message (chat_id, message_id, sender_id, body)
SELECT chat_id, timed_id_from('2026-06-15', low_account_id), low_account_id, 'Привет!' FROM private.chat WHERE kind = 'direct';
