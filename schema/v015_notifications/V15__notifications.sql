-- What reaches a user: the feed of what they follow, and notifications of what concerns them.

CREATE FUNCTION private.readable_post(reader bigint) RETURNS SETOF post LANGUAGE sql STABLE BEGIN ATOMIC
    -- IS TRUE keeps the planner from joining: each condition is a look into a hash, and the order of the posts survives.
    SELECT p.* FROM public.post AS p
     WHERE p.deleted_at IS NULL
       AND (p.hidden_at IS NULL OR p.author_id = reader)
       AND (p.visibility = 'public' OR p.author_id = reader
            OR p.author_id IN (SELECT f.followed_id FROM public.follow_account AS f WHERE f.account_id = reader))
       AND (p.author_id IN (
               SELECT m.muted_id FROM private.account_mute AS m WHERE m.account_id = reader AND coalesce(m.ends_at > now(), true)
               UNION ALL SELECT b.blocked_id FROM private.account_block AS b WHERE b.account_id = reader)) IS NOT TRUE
       AND (EXISTS (SELECT FROM private.account_block AS b WHERE b.account_id = p.author_id AND b.blocked_id = reader)) IS NOT TRUE;
END;
COMMENT ON FUNCTION private.readable_post(bigint) IS
    'The posts that an account may and wants to see: not deleted, not hidden by moderation but for its own, not of muted or blocked accounts nor of those that block it, and '
    'those for followers where it follows.';

CREATE FUNCTION private.feed(reader bigint, before bigint DEFAULT 9223372036854775807, page_size bigint DEFAULT 50)
RETURNS SETOF post LANGUAGE sql STABLE BEGIN ATOMIC
    SELECT p.* FROM public.post AS p JOIN (
        (SELECT r.post_id FROM private.readable_post(reader) AS r
          WHERE r.post_id < before
            AND (r.author_id IN (SELECT f.followed_id FROM public.follow_account AS f WHERE f.account_id = reader)) IS TRUE
          ORDER BY r.post_id DESC LIMIT page_size)
        UNION
        SELECT newest.post_id FROM public.follow_tag AS f, LATERAL (
            SELECT t.post_id FROM public.post_tag AS t JOIN private.readable_post(reader) AS r USING (post_id)
             WHERE t.tag_id = f.tag_id AND t.post_id < before ORDER BY t.post_id DESC LIMIT page_size) AS newest
         WHERE f.account_id = reader
        UNION
        SELECT newest.post_id FROM public.follow_team AS f, LATERAL (
            SELECT s.post_id FROM public.post_subject AS s JOIN private.readable_post(reader) AS r USING (post_id)
             WHERE s.team_id = f.team_id AND s.post_id < before ORDER BY s.post_id DESC LIMIT page_size) AS newest
         WHERE f.account_id = reader
        UNION
        SELECT newest.post_id FROM public.follow_person AS f, LATERAL (
            SELECT s.post_id FROM public.post_subject AS s JOIN private.readable_post(reader) AS r USING (post_id)
             WHERE s.person_id = f.person_id AND s.post_id < before ORDER BY s.post_id DESC LIMIT page_size) AS newest
         WHERE f.account_id = reader
        UNION
        SELECT newest.post_id FROM public.follow_event AS f, LATERAL (
            SELECT s.post_id FROM public.post_subject AS s JOIN private.readable_post(reader) AS r USING (post_id)
             WHERE s.event_id = f.event_id AND s.post_id < before ORDER BY s.post_id DESC LIMIT page_size) AS newest
         WHERE f.account_id = reader) AS found USING (post_id)
     ORDER BY p.post_id DESC LIMIT page_size;
END;
COMMENT ON FUNCTION private.feed(bigint, bigint, bigint) IS
    'The newest posts of the accounts, tags, teams, people and events that an account follows, before a post: the next page begins '
    'before the last post of this one. Each followed thing gives at most a page, read backwards from its key.';

CREATE TABLE private.notification (
    recipient_id bigint NOT NULL,
    notification_id bigint NOT NULL DEFAULT public.timed_id(),
    kind text NOT NULL,
    actor_id bigint,
    post_id bigint,
    comment_id bigint,
    chat_id bigint,
    category_id bigint,
    note text,
    group_key text GENERATED ALWAYS AS (kind || ':' || coalesce(post_id, chat_id, category_id, 0)) STORED NOT NULL,
    created_at timestamptz GENERATED ALWAYS AS (public.timed_id_at(notification_id)) STORED NOT NULL,
    read_at timestamptz,
    CONSTRAINT notification_pkey PRIMARY KEY (recipient_id, notification_id),
    CONSTRAINT notification_recipient_fkey FOREIGN KEY (recipient_id) REFERENCES public.account,
    CONSTRAINT notification_actor_fkey FOREIGN KEY (actor_id) REFERENCES public.account,
    CONSTRAINT notification_kind_is_known CHECK (kind IN (
        'comment', 'answer', 'mention', 'reaction', 'repost', 'follow', 'bears', 'message', 'start', 'result', 'prediction', 'fantasy',
        'moderation')),
    CONSTRAINT notification_is_of_another CHECK (actor_id <> recipient_id),
    CONSTRAINT notification_says_what_it_is_about CHECK (
        CASE WHEN kind IN ('comment', 'answer') THEN num_nulls(post_id, comment_id) = 0
             WHEN kind IN ('mention', 'reaction', 'repost') THEN post_id IS NOT NULL
             WHEN kind = 'message' THEN chat_id IS NOT NULL
             WHEN kind IN ('start', 'result', 'prediction', 'fantasy') THEN category_id IS NOT NULL
             ELSE num_nonnulls(post_id, comment_id, chat_id, category_id) = 0 OR kind = 'moderation' END),
    CONSTRAINT notification_says_who CHECK (
        (actor_id IS NOT NULL) = (kind NOT IN ('start', 'result', 'prediction', 'fantasy', 'moderation'))),
    CONSTRAINT notification_note_fits CHECK (char_length(note) BETWEEN 1 AND 500)
) PARTITION BY RANGE (notification_id);
COMMENT ON TABLE private.notification IS 'What a user is told of. Kept for six months, then its month is detached.';
COMMENT ON COLUMN private.notification.recipient_id IS 'Who is told; first in the key, since they are read by recipient, newest first.';
COMMENT ON COLUMN private.notification.notification_id IS 'Identity, in order of time.';
COMMENT ON COLUMN private.notification.kind IS
    'comment on a post of the recipient, answer to a comment of theirs, mention, reaction, repost, follow, bears they were given, '
    'message in a chat; start and result of a category, score of a prediction or of fantasy, moderation.';
COMMENT ON COLUMN private.notification.actor_id IS 'Who caused it; NULL: the service.';
COMMENT ON COLUMN private.notification.post_id IS
    'The post. Like all it is about without a foreign key: it may be gone by the time it is read, and may be of another month.';
COMMENT ON COLUMN private.notification.comment_id IS 'The comment below that post.';
COMMENT ON COLUMN private.notification.chat_id IS 'The chat.';
COMMENT ON COLUMN private.notification.category_id IS 'The category that begins, ended or was foretold.';
COMMENT ON COLUMN private.notification.note IS 'What else is to be said, the reason of a moderator for instance.';
COMMENT ON COLUMN private.notification.group_key IS 'Those of the same key are shown as one: Anna and 12 others.';
COMMENT ON COLUMN private.notification.created_at IS 'When it was made; the same moment as in notification_id.';
COMMENT ON COLUMN private.notification.read_at IS 'When it was read; NULL: not yet.';
COMMENT ON CONSTRAINT notification_actor_fkey ON private.notification IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT notification_kind_is_known ON private.notification IS 'the kind of a notification is not known';
COMMENT ON CONSTRAINT notification_is_of_another ON private.notification IS 'nobody is told of what they did themselves';
COMMENT ON CONSTRAINT notification_says_what_it_is_about ON private.notification IS
    'a notification names the post, comment, chat or category that its kind is about, and no other thing';
COMMENT ON CONSTRAINT notification_says_who ON private.notification IS
    'what a user did names them; what the service tells names nobody';
COMMENT ON CONSTRAINT notification_note_fits ON private.notification IS 'a note has 1 to 500 characters';

CREATE TABLE private.notification_preference (
    account_id bigint NOT NULL,
    kind text NOT NULL,
    channel text NOT NULL,
    is_wanted boolean NOT NULL,
    CONSTRAINT notification_preference_pkey PRIMARY KEY (account_id, kind, channel),
    CONSTRAINT notification_preference_account_fkey FOREIGN KEY (account_id) REFERENCES public.account,
    CONSTRAINT notification_preference_kind_is_known CHECK (kind IN (
        'comment', 'answer', 'mention', 'reaction', 'repost', 'follow', 'bears', 'message', 'start', 'result', 'prediction', 'fantasy',
        'moderation')),
    CONSTRAINT notification_preference_channel_is_known CHECK (channel IN ('service', 'push', 'email')),
    CONSTRAINT notification_preference_keeps_moderation CHECK (kind <> 'moderation' OR channel <> 'service' OR is_wanted)
);
COMMENT ON TABLE private.notification_preference IS 'Where a user differs from the usual: told within the service and by push, not by e-mail.';
COMMENT ON COLUMN private.notification_preference.account_id IS 'Whose preference it is.';
COMMENT ON COLUMN private.notification_preference.kind IS 'Of what: a kind of notification.';
COMMENT ON COLUMN private.notification_preference.channel IS 'service, push or email.';
COMMENT ON COLUMN private.notification_preference.is_wanted IS 'Whether they want to be told of it there.';
COMMENT ON CONSTRAINT notification_preference_kind_is_known ON private.notification_preference IS
    'the kind of a notification is not known';
COMMENT ON CONSTRAINT notification_preference_channel_is_known ON private.notification_preference IS
    'a channel is service, push or email';
COMMENT ON CONSTRAINT notification_preference_keeps_moderation ON private.notification_preference IS
    'what the moderation decided is always told within the service';

CREATE FUNCTION private.wants_notification(asked bigint, of_kind text, over text, of_actor bigint DEFAULT NULL)
RETURNS boolean LANGUAGE sql STABLE
    RETURN coalesce((SELECT p.is_wanted FROM private.notification_preference AS p
                      WHERE p.account_id = asked AND p.kind = of_kind AND p.channel = over), over <> 'email')
           AND NOT EXISTS (SELECT FROM private.account_mute AS m
                            WHERE m.account_id = asked AND m.muted_id = of_actor AND coalesce(m.ends_at > now(), true))
           AND NOT EXISTS (SELECT FROM private.account_block AS b WHERE b.account_id = asked AND b.blocked_id = of_actor);
COMMENT ON FUNCTION private.wants_notification(bigint, text, text, bigint) IS
    'Whether an account wants to be told of a kind over a channel, and of what that actor does: not where it muted or blocked them.';

CREATE FUNCTION private.unread_notifications(reader bigint, page_size bigint DEFAULT 50)
RETURNS TABLE (group_key text, kind text, newest_id bigint, times bigint, actors bigint, newest_actor_id bigint)
LANGUAGE sql STABLE BEGIN ATOMIC
    SELECT n.group_key, n.kind::text, max(n.notification_id), count(*), count(DISTINCT n.actor_id),
           (array_agg(n.actor_id ORDER BY n.notification_id DESC))[1]
      FROM private.notification AS n
     WHERE n.recipient_id = reader AND n.read_at IS NULL
     GROUP BY n.group_key, n.kind ORDER BY max(n.notification_id) DESC LIMIT page_size;
END;
COMMENT ON FUNCTION private.unread_notifications(bigint, bigint) IS
    'What an account has not read, those of one group_key as one, newest first: how many times, by how many, and by whom last.';

INSERT INTO private.partitioned_table (table_name, kept_months) VALUES ('private.notification', 6);
SELECT private.make_partitions('private.notification');
