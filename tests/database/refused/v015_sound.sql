-- A comment that account 2 is told of, a result without an actor, and a wish not to be told by push.
INSERT INTO private.notification (recipient_id, notification_id, kind, actor_id, post_id, comment_id)
SELECT author.account_id, timed_id_from('2026-06-15', 1), 'comment', reader.account_id, timed_id_from('2026-06-15', 1), 10
  FROM account AS author, account AS reader WHERE author.handle = 'post_author' AND reader.handle = 'post_reader';
INSERT INTO private.notification (recipient_id, notification_id, kind, category_id)
SELECT account_id, timed_id_from('2026-06-15', 2), 'result', 1 FROM account WHERE handle = 'post_author';
INSERT INTO private.notification_preference (account_id, kind, channel, is_wanted)
SELECT account_id, 'reaction', 'push', false FROM account WHERE handle = 'post_author';
