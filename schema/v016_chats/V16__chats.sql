-- What users write to each other in private: chats of two, of a group, and the room of an event.

CREATE TABLE private.chat (
    chat_id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    title text,
    event_id bigint,
    low_account_id bigint,
    high_account_id bigint,
    created_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    CONSTRAINT chat_pkey PRIMARY KEY (chat_id),
    CONSTRAINT chat_event_fkey FOREIGN KEY (event_id) REFERENCES public.event,
    CONSTRAINT chat_low_account_fkey FOREIGN KEY (low_account_id) REFERENCES public.account,
    CONSTRAINT chat_high_account_fkey FOREIGN KEY (high_account_id) REFERENCES public.account,
    CONSTRAINT chat_of_two_exists_once UNIQUE (low_account_id, high_account_id),
    CONSTRAINT chat_of_event_exists_once UNIQUE (event_id),
    CONSTRAINT chat_kind_is_known CHECK (kind IN ('direct', 'group', 'event')),
    CONSTRAINT chat_of_two_names_both CHECK (num_nonnulls(low_account_id, high_account_id) = CASE kind WHEN 'direct' THEN 2 ELSE 0 END),
    CONSTRAINT chat_of_two_is_ordered CHECK (low_account_id < high_account_id),
    CONSTRAINT chat_of_event_names_it CHECK ((event_id IS NOT NULL) = (kind = 'event')),
    CONSTRAINT chat_has_a_title_if_a_group CHECK ((title IS NOT NULL) = (kind = 'group')),
    CONSTRAINT chat_title_is_tidy CHECK (title = btrim(title) AND char_length(title) BETWEEN 1 AND 100)
);
COMMENT ON TABLE private.chat IS 'A conversation of two, of a group, or in the room of an event.';
COMMENT ON COLUMN private.chat.chat_id IS 'Identity of the chat.';
COMMENT ON COLUMN private.chat.kind IS 'direct (two people), group, or event (open to all).';
COMMENT ON COLUMN private.chat.title IS 'Title of a group; NULL: the others bear the names of their people or of the event.';
COMMENT ON COLUMN private.chat.event_id IS 'The event whose room it is.';
COMMENT ON COLUMN private.chat.low_account_id IS 'Of the two, the one with the smaller identity; NULL: not of two.';
COMMENT ON COLUMN private.chat.high_account_id IS 'Of the two, the other one.';
COMMENT ON COLUMN private.chat.created_at IS 'When it was opened.';
COMMENT ON COLUMN private.chat.closed_at IS 'Since when nobody may write; NULL: open.';
COMMENT ON CONSTRAINT chat_high_account_fkey ON private.chat IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT chat_of_two_exists_once ON private.chat IS 'two people have one chat with each other';
COMMENT ON CONSTRAINT chat_of_event_exists_once ON private.chat IS 'an event has one room';
COMMENT ON CONSTRAINT chat_kind_is_known ON private.chat IS 'a chat is direct, of a group or of an event';
COMMENT ON CONSTRAINT chat_of_two_names_both ON private.chat IS 'a direct chat names both people, any other none';
COMMENT ON CONSTRAINT chat_of_two_is_ordered ON private.chat IS 'the two people of a chat are two, the smaller identity first';
COMMENT ON CONSTRAINT chat_of_event_names_it ON private.chat IS 'the room of an event, and nothing else, names the event';
COMMENT ON CONSTRAINT chat_has_a_title_if_a_group ON private.chat IS 'a group, and nothing else, has a title';
COMMENT ON CONSTRAINT chat_title_is_tidy ON private.chat IS 'a title has 1 to 100 characters and no space around it';

CREATE TABLE private.chat_member (
    account_id bigint NOT NULL,
    chat_id bigint NOT NULL,
    role text NOT NULL DEFAULT 'member',
    joined_at timestamptz NOT NULL DEFAULT now(),
    left_at timestamptz,
    last_read_id bigint,
    CONSTRAINT chat_member_pkey PRIMARY KEY (account_id, chat_id),
    CONSTRAINT chat_member_account_fkey FOREIGN KEY (account_id) REFERENCES public.account,
    CONSTRAINT chat_member_chat_fkey FOREIGN KEY (chat_id) REFERENCES private.chat,
    CONSTRAINT chat_member_role_is_known CHECK (role IN ('owner', 'moderator', 'member')),
    CONSTRAINT chat_member_leaves_after_joining CHECK (left_at >= joined_at),
    CONSTRAINT chat_member_leaves_the_role CHECK (left_at IS NULL OR role = 'member')
);
CREATE INDEX chat_member_chat ON private.chat_member (chat_id);
COMMENT ON INDEX private.chat_member_chat IS 'serves the foreign key: the members of a chat are looked up here';
COMMENT ON TABLE private.chat_member IS 'Who takes part in which chat. Who leaves keeps the row, and may come back.';
COMMENT ON COLUMN private.chat_member.account_id IS 'The member; first in the key, which lists the chats of an account.';
COMMENT ON COLUMN private.chat_member.chat_id IS 'The chat.';
COMMENT ON COLUMN private.chat_member.role IS 'owner, moderator or member.';
COMMENT ON COLUMN private.chat_member.joined_at IS 'Since when, the last time.';
COMMENT ON COLUMN private.chat_member.left_at IS 'When they left; NULL: present.';
COMMENT ON COLUMN private.chat_member.last_read_id IS 'The last message they read; what is above it is unread. NULL: none.';
COMMENT ON CONSTRAINT chat_member_role_is_known ON private.chat_member IS 'a role is owner, moderator or member';
COMMENT ON CONSTRAINT chat_member_leaves_after_joining ON private.chat_member IS 'a member does not leave before joining';
COMMENT ON CONSTRAINT chat_member_leaves_the_role ON private.chat_member IS 'who left a chat is neither its owner nor its moderator';

CREATE TABLE private.message (
    chat_id bigint NOT NULL,
    message_id bigint NOT NULL DEFAULT public.timed_id(),
    sender_id bigint NOT NULL,
    body text,
    answers_id bigint,
    created_at timestamptz GENERATED ALWAYS AS (public.timed_id_at(message_id)) STORED NOT NULL,
    edited_at timestamptz,
    deleted_at timestamptz,
    CONSTRAINT message_pkey PRIMARY KEY (chat_id, message_id),
    CONSTRAINT message_chat_fkey FOREIGN KEY (chat_id) REFERENCES private.chat,
    CONSTRAINT message_sender_fkey FOREIGN KEY (sender_id, chat_id) REFERENCES private.chat_member (account_id, chat_id),
    CONSTRAINT message_body_fits CHECK (char_length(body) <= 4000 AND btrim(body, E' \t\n\r') <> ''),
    CONSTRAINT message_has_a_body CHECK (body IS NOT NULL OR deleted_at IS NOT NULL),
    CONSTRAINT message_is_gone_when_deleted CHECK (deleted_at IS NULL OR body IS NULL),
    CONSTRAINT message_answers_another CHECK (answers_id <> message_id)
) PARTITION BY RANGE (message_id);
COMMENT ON TABLE private.message IS 'What is written in a chat. A deleted message stays as an empty row.';
COMMENT ON COLUMN private.message.chat_id IS 'The chat; the last messages of a chat are one range of the key in each month.';
COMMENT ON COLUMN private.message.message_id IS 'Identity, in order of time.';
COMMENT ON COLUMN private.message.sender_id IS 'Who wrote it, a member of the chat.';
COMMENT ON COLUMN private.message.body IS 'The text, at most 4,000 characters; NULL: deleted.';
COMMENT ON COLUMN private.message.answers_id IS
    'The message of this chat that it answers; NULL: none. No foreign key, which would keep older months from being detached.';
COMMENT ON COLUMN private.message.created_at IS 'When it was written; the same moment as in message_id.';
COMMENT ON COLUMN private.message.edited_at IS 'When its text was last changed; NULL: never.';
COMMENT ON COLUMN private.message.deleted_at IS 'When it was deleted; NULL: it was not.';
COMMENT ON CONSTRAINT message_sender_fkey ON private.message IS 'No index: members leave, their rows stay.';
COMMENT ON CONSTRAINT message_body_fits ON private.message IS 'a message is not blank and has at most 4,000 characters';
COMMENT ON CONSTRAINT message_has_a_body ON private.message IS 'a message has a text unless it is deleted';
COMMENT ON CONSTRAINT message_is_gone_when_deleted ON private.message IS 'the text of a deleted message is gone';
COMMENT ON CONSTRAINT message_answers_another ON private.message IS 'a message does not answer itself';

-- Blocks lock their pair alone (version 11), what is said between the two locks it together with others: so a block waits for
-- the messages under way, and a message that comes later sees the block.
CREATE FUNCTION private.is_separated(one bigint, other bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
BEGIN
    PERFORM private.lock_pairs(ARRAY[one + other], false);
    PERFORM FROM private.account_block AS b
      WHERE b.account_id = one AND b.blocked_id = other OR b.account_id = other AND b.blocked_id = one;
    RETURN FOUND;
END
$function$;
COMMENT ON FUNCTION private.is_separated(bigint, bigint) IS
    'Whether one of two accounts has blocked the other; no new block comes between before the transaction ends.';

CREATE FUNCTION private.check_chat() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
BEGIN
    IF private.is_separated(NEW.low_account_id, NEW.high_account_id) THEN
        RAISE EXCEPTION 'accounts % and % are separated by a block', NEW.low_account_id, NEW.high_account_id
            USING ERRCODE = 'check_violation', SCHEMA = 'private', TABLE = 'chat', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION private.check_chat() IS 'Refuses a chat of two of whom one has blocked the other.';
CREATE TRIGGER chat_of_two_is_not_blocked BEFORE INSERT ON private.chat
    FOR EACH ROW WHEN (NEW.low_account_id <> NEW.high_account_id) EXECUTE FUNCTION private.check_chat();
COMMENT ON TRIGGER chat_of_two_is_not_blocked ON private.chat IS 'nobody opens a chat with one who has blocked them, nor with one they blocked';

CREATE FUNCTION private.keep_chat() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    RAISE EXCEPTION 'chat % stays what it is: open another one', OLD.chat_id
        USING ERRCODE = 'check_violation', SCHEMA = 'private', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.keep_chat() IS 'Keeps the checks of members and messages right, which look at a chat once.';
CREATE TRIGGER chat_keeps_its_people BEFORE UPDATE OF kind, low_account_id, high_account_id ON private.chat FOR EACH ROW
    WHEN ((OLD.kind, OLD.low_account_id, OLD.high_account_id) IS DISTINCT FROM (NEW.kind, NEW.low_account_id, NEW.high_account_id))
    EXECUTE FUNCTION private.keep_chat();
COMMENT ON TRIGGER chat_keeps_its_people ON private.chat IS 'a chat of two does not become one of others';
CREATE TRIGGER chat_member_keeps_its_chat BEFORE UPDATE OF account_id, chat_id ON private.chat_member FOR EACH ROW
    WHEN ((OLD.account_id, OLD.chat_id) IS DISTINCT FROM (NEW.account_id, NEW.chat_id)) EXECUTE FUNCTION private.keep_chat();
COMMENT ON TRIGGER chat_member_keeps_its_chat ON private.chat_member IS 'a member is not moved to another chat';

CREATE FUNCTION private.check_chat_member() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
BEGIN
    PERFORM FROM private.chat AS c
      WHERE c.chat_id = NEW.chat_id AND c.kind = 'direct' AND NEW.account_id NOT IN (c.low_account_id, c.high_account_id);
    IF FOUND THEN
        RAISE EXCEPTION 'chat % is one of two others', NEW.chat_id
            USING ERRCODE = 'check_violation', SCHEMA = 'private', TABLE = 'chat_member', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION private.check_chat_member() IS 'Refuses a third member of a chat of two.';
CREATE TRIGGER chat_of_two_has_no_third BEFORE INSERT ON private.chat_member
    FOR EACH ROW EXECUTE FUNCTION private.check_chat_member();
COMMENT ON TRIGGER chat_of_two_has_no_third ON private.chat_member IS 'a direct chat has no members but its two';

CREATE FUNCTION private.check_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    place private.chat;
BEGIN
    -- The lock makes who leaves wait for the messages they are writing; a message waits for a leave under way, and sees it.
    PERFORM FROM private.chat_member AS m
      WHERE m.account_id = NEW.sender_id AND m.chat_id = NEW.chat_id AND m.left_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account % is no member of chat %', NEW.sender_id, NEW.chat_id
            USING ERRCODE = 'check_violation', SCHEMA = 'private', TABLE = 'message', CONSTRAINT = 'message_is_of_a_present_member';
    END IF;
    SELECT c.* INTO place FROM private.chat AS c WHERE c.chat_id = NEW.chat_id FOR SHARE;
    IF place.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'chat % is closed', NEW.chat_id
            USING ERRCODE = 'check_violation', SCHEMA = 'private', TABLE = 'message', CONSTRAINT = 'message_is_of_a_present_member';
    END IF;
    IF place.kind = 'direct' AND private.is_separated(place.low_account_id, place.high_account_id) THEN
        RAISE EXCEPTION 'accounts % and % are separated by a block', place.low_account_id, place.high_account_id
            USING ERRCODE = 'check_violation', SCHEMA = 'private', TABLE = 'message', CONSTRAINT = 'message_is_of_a_present_member';
    END IF;
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION private.check_message() IS 'Refuses a message of who is not in the chat, to a closed chat, or across a block.';
CREATE TRIGGER message_is_of_a_present_member BEFORE INSERT OR UPDATE OF chat_id, sender_id ON private.message
    FOR EACH ROW EXECUTE FUNCTION private.check_message();
COMMENT ON TRIGGER message_is_of_a_present_member ON private.message IS
    'a message is written by a present member, to an open chat, and not between two of whom one blocked the other';

CREATE FUNCTION private.refuse_message_deletion() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    RAISE EXCEPTION 'messages are emptied, not deleted: SET body = NULL, deleted_at = now()'
        USING ERRCODE = 'check_violation', SCHEMA = 'private', TABLE = 'message', CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.refuse_message_deletion() IS 'Keeps the rows of messages, by which others know that something was said.';
CREATE TRIGGER message_is_emptied_not_deleted BEFORE DELETE OR TRUNCATE ON private.message
    FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_message_deletion();
COMMENT ON TRIGGER message_is_emptied_not_deleted ON private.message IS 'a deleted message leaves an empty row';

CREATE FUNCTION private.open_direct_chat(one bigint, other bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    found_id bigint;
BEGIN
    INSERT INTO private.chat (kind, low_account_id, high_account_id) VALUES ('direct', least(one, other), greatest(one, other))
        ON CONFLICT ON CONSTRAINT chat_of_two_exists_once DO NOTHING;
    SELECT c.chat_id INTO STRICT found_id FROM private.chat AS c
     WHERE c.low_account_id = least(one, other) AND c.high_account_id = greatest(one, other);
    INSERT INTO private.chat_member (account_id, chat_id) VALUES (least(one, other), found_id), (greatest(one, other), found_id)
        ON CONFLICT DO NOTHING;
    RETURN found_id;
END
$function$;
COMMENT ON FUNCTION private.open_direct_chat(bigint, bigint) IS
    'The chat of two accounts, opened with both as members where there is none; two who open it at once get the same one.';

INSERT INTO private.partitioned_table (table_name) VALUES ('private.message');
SELECT private.make_partitions('private.message');
