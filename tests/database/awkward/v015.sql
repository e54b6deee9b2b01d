-- For and by a deleted account, of a post that is no more, the first and the last millisecond of a month, no note and the longest.
INSERT INTO private.notification (recipient_id, notification_id, kind, actor_id, post_id, comment_id, chat_id, category_id, note, read_at)
VALUES (900001, timed_id_from('2026-06-01'), 'answer', 900002, 1, 1, NULL, NULL, NULL, 'infinity'),
       (900002, timed_id_from('2026-06-30 23:59:59.999+00', 1048575), 'follow', 900001, NULL, NULL, NULL, NULL, repeat('🐻', 500), NULL),
       (900002, timed_id_from('2025-06-01'), 'moderation', NULL, NULL, NULL, NULL, 1, NULL, NULL);
INSERT INTO private.notification_preference VALUES (900001, 'mention', 'email', true), (900002, 'moderation', 'push', false);
