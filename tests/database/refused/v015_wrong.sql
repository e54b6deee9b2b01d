-- Each statement spoils v015_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by notification_kind_is_known
UPDATE private.notification SET kind = 'advert';

-- refused by notification_is_of_another
UPDATE private.notification SET actor_id = recipient_id WHERE kind = 'comment';

-- refused by notification_says_what_it_is_about
UPDATE private.notification SET comment_id = NULL WHERE kind = 'comment';

-- refused by notification_says_what_it_is_about
UPDATE private.notification SET kind = 'message' WHERE kind = 'comment';

-- refused by notification_says_what_it_is_about
UPDATE private.notification SET kind = 'follow' WHERE kind = 'comment';

-- refused by notification_says_what_it_is_about
UPDATE private.notification SET category_id = NULL WHERE kind = 'result';

-- refused by notification_says_who
UPDATE private.notification SET actor_id = NULL WHERE kind = 'comment';

-- refused by notification_says_who
UPDATE private.notification SET actor_id = 1 WHERE kind = 'result';

-- refused by notification_note_fits
UPDATE private.notification SET note = '';

-- refused by notification_recipient_fkey
UPDATE private.notification SET recipient_id = 0 WHERE kind = 'result';

-- refused by notification_y2026m06_pkey
UPDATE private.notification SET notification_id = timed_id_from('2026-06-15', 1);

-- refused by notification_preference_pkey
INSERT INTO private.notification_preference SELECT * FROM private.notification_preference;

-- refused by notification_preference_kind_is_known
UPDATE private.notification_preference SET kind = 'advert';

-- refused by notification_preference_channel_is_known
UPDATE private.notification_preference SET channel = 'telegram';

-- refused by notification_preference_keeps_moderation
UPDATE private.notification_preference SET kind = 'moderation', channel = 'service';
