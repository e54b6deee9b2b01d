-- Changes of v015_sound.sql that no rule may refuse.

-- allowed
UPDATE private.notification SET read_at = now();

-- allowed
UPDATE private.notification SET kind = 'moderation', actor_id = NULL, note = 'Жалоба отклонена' WHERE kind = 'comment';

-- allowed
INSERT INTO private.notification_preference SELECT account_id, 'moderation', 'email', false FROM account;

-- allowed
DELETE FROM private.notification;
