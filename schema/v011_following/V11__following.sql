-- Whom and what a user follows, keeps as favourite, notes, blocks and mutes.

CREATE TABLE tag (
    tag_id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    folded_name text GENERATED ALWAYS AS (replace(lower(normalize(name, NFKC)), ' ', '')) STORED NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT tag_pkey PRIMARY KEY (tag_id),
    CONSTRAINT tag_is_unique_whatever_its_case_and_spaces UNIQUE (folded_name),
    CONSTRAINT tag_name_is_tidy CHECK (name = btrim(name) AND char_length(name) BETWEEN 1 AND 50 AND folded_name <> ''),
    -- Soft hyphen, zero-width space, word joiner and byte order mark would make two tags that look the same.
    CONSTRAINT tag_name_is_visible CHECK (name !~ '[#,[:cntrl:]\u00AD\u200B\u2060\uFEFF]')
);
COMMENT ON TABLE tag IS 'A subject that users name themselves; it is written #like this.';
COMMENT ON COLUMN tag.tag_id IS 'Identity of the tag.';
COMMENT ON COLUMN tag.name IS 'As shown, without the #: any letters, emoji included.';
COMMENT ON COLUMN tag.folded_name IS 'The name by which it is found: small letters, no spaces, compatible forms of a letter made one (NFKC).';
COMMENT ON COLUMN tag.created_at IS 'When it was first used.';
COMMENT ON CONSTRAINT tag_is_unique_whatever_its_case_and_spaces ON tag IS
    'a tag is recorded once, whatever the case of its letters and its spaces';
COMMENT ON CONSTRAINT tag_name_is_tidy ON tag IS 'a tag has 1 to 50 characters and no space around it';
COMMENT ON CONSTRAINT tag_name_is_visible ON tag IS 'a tag holds no #, no comma and no invisible character';

-- Follows. Their number is counted in slots, so that the fans of a star do not wait for each other: each transaction adds
-- to a slot that nobody holds, and makes another when all are held. A slot alone may be negative, their sum is the number.
-- Slots have no foreign key: who merges two teams would move the follows, which counts, and the slots once more.

CREATE TABLE follow_account (
    account_id bigint NOT NULL,
    followed_id bigint NOT NULL,
    followed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT follow_account_pkey PRIMARY KEY (account_id, followed_id),
    CONSTRAINT follow_account_is_not_oneself CHECK (account_id <> followed_id),
    CONSTRAINT follow_account_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT follow_account_followed_fkey FOREIGN KEY (followed_id) REFERENCES account
);
CREATE INDEX follow_account_followed ON follow_account (followed_id);
COMMENT ON INDEX follow_account_followed IS 'the followers of an account go when it is closed';
COMMENT ON TABLE follow_account IS 'Who follows which account. A row is added and deleted, never changed.';
COMMENT ON COLUMN follow_account.account_id IS 'Who follows.';
COMMENT ON COLUMN follow_account.followed_id IS 'The account that is followed.';
COMMENT ON COLUMN follow_account.followed_at IS 'Since when.';
COMMENT ON CONSTRAINT follow_account_is_not_oneself ON follow_account IS 'nobody follows their own account';

CREATE TABLE account_follower_slot (
    followed_id bigint NOT NULL,
    slot bigint GENERATED ALWAYS AS IDENTITY,
    followers bigint NOT NULL,
    CONSTRAINT account_follower_slot_pkey PRIMARY KEY (followed_id, slot)
);
COMMENT ON TABLE account_follower_slot IS 'Parts of the number of followers of an account.';
COMMENT ON COLUMN account_follower_slot.followed_id IS 'The account that is followed.';
COMMENT ON COLUMN account_follower_slot.slot IS 'Tells the parts apart; it has no meaning.';
COMMENT ON COLUMN account_follower_slot.followers IS 'Follows minus ends of follows that were counted here.';

CREATE TABLE follow_person (
    account_id bigint NOT NULL,
    person_id bigint NOT NULL,
    followed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT follow_person_pkey PRIMARY KEY (account_id, person_id),
    CONSTRAINT follow_person_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT follow_person_person_fkey FOREIGN KEY (person_id) REFERENCES person
);
CREATE INDEX follow_person_person ON follow_person (person_id);
COMMENT ON INDEX follow_person_person IS 'serves the foreign key: a person that is deleted or merged is looked up here';
COMMENT ON TABLE follow_person IS 'Who follows which skater, coach or other person of the sport.';
COMMENT ON COLUMN follow_person.account_id IS 'Who follows.';
COMMENT ON COLUMN follow_person.person_id IS 'The person that is followed.';
COMMENT ON COLUMN follow_person.followed_at IS 'Since when.';

CREATE TABLE person_follower_slot (
    person_id bigint NOT NULL,
    slot bigint GENERATED ALWAYS AS IDENTITY,
    followers bigint NOT NULL,
    CONSTRAINT person_follower_slot_pkey PRIMARY KEY (person_id, slot)
);
COMMENT ON TABLE person_follower_slot IS 'Parts of the number of followers of a person.';
COMMENT ON COLUMN person_follower_slot.person_id IS 'The person that is followed.';
COMMENT ON COLUMN person_follower_slot.slot IS 'Tells the parts apart; it has no meaning.';
COMMENT ON COLUMN person_follower_slot.followers IS 'Follows minus ends of follows that were counted here.';

CREATE TABLE follow_team (
    account_id bigint NOT NULL,
    team_id bigint NOT NULL,
    followed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT follow_team_pkey PRIMARY KEY (account_id, team_id),
    CONSTRAINT follow_team_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT follow_team_team_fkey FOREIGN KEY (team_id) REFERENCES team
);
CREATE INDEX follow_team_team ON follow_team (team_id);
COMMENT ON INDEX follow_team_team IS 'serves the foreign key: a team that is deleted or merged is looked up here';
COMMENT ON TABLE follow_team IS 'Who follows which team.';
COMMENT ON COLUMN follow_team.account_id IS 'Who follows.';
COMMENT ON COLUMN follow_team.team_id IS 'The team that is followed.';
COMMENT ON COLUMN follow_team.followed_at IS 'Since when.';

CREATE TABLE team_follower_slot (
    team_id bigint NOT NULL,
    slot bigint GENERATED ALWAYS AS IDENTITY,
    followers bigint NOT NULL,
    CONSTRAINT team_follower_slot_pkey PRIMARY KEY (team_id, slot)
);
COMMENT ON TABLE team_follower_slot IS 'Parts of the number of followers of a team.';
COMMENT ON COLUMN team_follower_slot.team_id IS 'The team that is followed.';
COMMENT ON COLUMN team_follower_slot.slot IS 'Tells the parts apart; it has no meaning.';
COMMENT ON COLUMN team_follower_slot.followers IS 'Follows minus ends of follows that were counted here.';

CREATE TABLE follow_event (
    account_id bigint NOT NULL,
    event_id bigint NOT NULL,
    followed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT follow_event_pkey PRIMARY KEY (account_id, event_id),
    CONSTRAINT follow_event_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT follow_event_event_fkey FOREIGN KEY (event_id) REFERENCES event
);
CREATE INDEX follow_event_event ON follow_event (event_id);
COMMENT ON INDEX follow_event_event IS 'serves the foreign key: an event that is deleted or merged is looked up here';
COMMENT ON TABLE follow_event IS 'Who follows which event.';
COMMENT ON COLUMN follow_event.account_id IS 'Who follows.';
COMMENT ON COLUMN follow_event.event_id IS 'The event that is followed.';
COMMENT ON COLUMN follow_event.followed_at IS 'Since when.';

CREATE TABLE event_follower_slot (
    event_id bigint NOT NULL,
    slot bigint GENERATED ALWAYS AS IDENTITY,
    followers bigint NOT NULL,
    CONSTRAINT event_follower_slot_pkey PRIMARY KEY (event_id, slot)
);
COMMENT ON TABLE event_follower_slot IS 'Parts of the number of followers of an event.';
COMMENT ON COLUMN event_follower_slot.event_id IS 'The event that is followed.';
COMMENT ON COLUMN event_follower_slot.slot IS 'Tells the parts apart; it has no meaning.';
COMMENT ON COLUMN event_follower_slot.followers IS 'Follows minus ends of follows that were counted here.';

CREATE TABLE follow_tag (
    account_id bigint NOT NULL,
    tag_id bigint NOT NULL,
    followed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT follow_tag_pkey PRIMARY KEY (account_id, tag_id),
    CONSTRAINT follow_tag_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT follow_tag_tag_fkey FOREIGN KEY (tag_id) REFERENCES tag
);
CREATE INDEX follow_tag_tag ON follow_tag (tag_id);
COMMENT ON INDEX follow_tag_tag IS 'serves the foreign key: a tag that is deleted or merged is looked up here';
COMMENT ON TABLE follow_tag IS 'Who follows which tag.';
COMMENT ON COLUMN follow_tag.account_id IS 'Who follows.';
COMMENT ON COLUMN follow_tag.tag_id IS 'The tag that is followed.';
COMMENT ON COLUMN follow_tag.followed_at IS 'Since when.';

CREATE TABLE tag_follower_slot (
    tag_id bigint NOT NULL,
    slot bigint GENERATED ALWAYS AS IDENTITY,
    followers bigint NOT NULL,
    CONSTRAINT tag_follower_slot_pkey PRIMARY KEY (tag_id, slot)
);
COMMENT ON TABLE tag_follower_slot IS 'Parts of the number of followers of a tag.';
COMMENT ON COLUMN tag_follower_slot.tag_id IS 'The tag that is followed.';
COMMENT ON COLUMN tag_follower_slot.slot IS 'Tells the parts apart; it has no meaning.';
COMMENT ON COLUMN tag_follower_slot.followers IS 'Follows minus ends of follows that were counted here.';

CREATE FUNCTION private.count_followers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    differences text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT %2$I AS subject_id, 1 AS n FROM changed'
        WHEN 'DELETE' THEN 'SELECT %2$I AS subject_id, -1 AS n FROM previous'
        ELSE 'SELECT %2$I AS subject_id, 1 AS n FROM changed UNION ALL SELECT %2$I, -1 FROM previous' END;
BEGIN
    EXECUTE format('WITH change AS (SELECT subject_id, sum(n) AS n FROM (' || differences || $query$) AS d GROUP BY 1 HAVING sum(n) <> 0),
        chosen AS MATERIALIZED (
            SELECT change.*, free.slot FROM change LEFT JOIN LATERAL (
                SELECT s.slot FROM public.%1$I AS s WHERE s.%2$I = change.subject_id
                   LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) AS free ON true),
        raised AS (
            UPDATE public.%1$I AS s SET followers = s.followers + chosen.n
              FROM chosen WHERE s.%2$I = chosen.subject_id AND s.slot = chosen.slot)
        INSERT INTO public.%1$I (%2$I, followers) SELECT subject_id, n FROM chosen WHERE slot IS NULL ORDER BY 1
        $query$, TG_ARGV[0], TG_ARGV[1]);
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.count_followers() IS
    'Adds what a statement changed to slots that no other transaction holds. Arguments: table of the slots, column of the followed.';

CREATE FUNCTION private.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    RAISE EXCEPTION '% is refused: rows of % are added and deleted', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.refuse_change() IS 'Keeps counters and pairs right, which look at added and deleted rows only.';

CREATE TRIGGER follow_account_count_added AFTER INSERT ON follow_account REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('account_follower_slot', 'followed_id');
CREATE TRIGGER follow_account_count_deleted AFTER DELETE ON follow_account REFERENCING OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('account_follower_slot', 'followed_id');
CREATE TRIGGER follow_account_is_not_changed BEFORE UPDATE OR TRUNCATE ON follow_account
    FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();
COMMENT ON TRIGGER follow_account_is_not_changed ON follow_account IS 'a follow is added or deleted, never changed';
CREATE TRIGGER follow_person_count_added AFTER INSERT ON follow_person REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('person_follower_slot', 'person_id');
CREATE TRIGGER follow_person_count_deleted AFTER DELETE ON follow_person REFERENCING OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('person_follower_slot', 'person_id');
CREATE TRIGGER follow_person_count_moved AFTER UPDATE ON follow_person REFERENCING NEW TABLE AS changed OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('person_follower_slot', 'person_id');
CREATE TRIGGER follow_person_is_not_truncated BEFORE TRUNCATE ON follow_person
    FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();
COMMENT ON TRIGGER follow_person_is_not_truncated ON follow_person IS 'follows are deleted, not truncated: deleted ones are counted';
CREATE TRIGGER follow_team_count_added AFTER INSERT ON follow_team REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('team_follower_slot', 'team_id');
CREATE TRIGGER follow_team_count_deleted AFTER DELETE ON follow_team REFERENCING OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('team_follower_slot', 'team_id');
CREATE TRIGGER follow_team_count_moved AFTER UPDATE ON follow_team REFERENCING NEW TABLE AS changed OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('team_follower_slot', 'team_id');
CREATE TRIGGER follow_team_is_not_truncated BEFORE TRUNCATE ON follow_team
    FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();
COMMENT ON TRIGGER follow_team_is_not_truncated ON follow_team IS 'follows are deleted, not truncated: deleted ones are counted';
CREATE TRIGGER follow_event_count_added AFTER INSERT ON follow_event REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('event_follower_slot', 'event_id');
CREATE TRIGGER follow_event_count_deleted AFTER DELETE ON follow_event REFERENCING OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('event_follower_slot', 'event_id');
CREATE TRIGGER follow_event_count_moved AFTER UPDATE ON follow_event REFERENCING NEW TABLE AS changed OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('event_follower_slot', 'event_id');
CREATE TRIGGER follow_event_is_not_truncated BEFORE TRUNCATE ON follow_event
    FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();
COMMENT ON TRIGGER follow_event_is_not_truncated ON follow_event IS 'follows are deleted, not truncated: deleted ones are counted';
CREATE TRIGGER follow_tag_count_added AFTER INSERT ON follow_tag REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('tag_follower_slot', 'tag_id');
CREATE TRIGGER follow_tag_count_deleted AFTER DELETE ON follow_tag REFERENCING OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('tag_follower_slot', 'tag_id');
CREATE TRIGGER follow_tag_count_moved AFTER UPDATE ON follow_tag REFERENCING NEW TABLE AS changed OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_followers('tag_follower_slot', 'tag_id');
CREATE TRIGGER follow_tag_is_not_truncated BEFORE TRUNCATE ON follow_tag
    FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();
COMMENT ON TRIGGER follow_tag_is_not_truncated ON follow_tag IS 'follows are deleted, not truncated: deleted ones are counted';

CREATE VIEW follower_count AS
SELECT 'account' AS subject_kind, followed_id AS subject_id, sum(followers)::bigint AS followers
  FROM account_follower_slot GROUP BY followed_id
UNION ALL SELECT 'person', person_id, sum(followers)::bigint FROM person_follower_slot GROUP BY person_id
UNION ALL SELECT 'team', team_id, sum(followers)::bigint FROM team_follower_slot GROUP BY team_id
UNION ALL SELECT 'event', event_id, sum(followers)::bigint FROM event_follower_slot GROUP BY event_id
UNION ALL SELECT 'tag', tag_id, sum(followers)::bigint FROM tag_follower_slot GROUP BY tag_id;
COMMENT ON VIEW follower_count IS 'Number of followers of whatever is followed; what nobody ever followed has no row, what was deleted or merged may have one of 0.';
COMMENT ON COLUMN follower_count.subject_kind IS 'account, person, team, event or tag.';
COMMENT ON COLUMN follower_count.subject_id IS 'Identity of the followed within its kind.';
COMMENT ON COLUMN follower_count.followers IS 'How many follow it.';

CREATE TABLE favourite (
    account_id bigint NOT NULL,
    team_id bigint NOT NULL,
    position smallint,
    added_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT favourite_pkey PRIMARY KEY (account_id, team_id),
    CONSTRAINT favourite_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT favourite_team_fkey FOREIGN KEY (team_id) REFERENCES team,
    -- Deferrable, so that two favourites can swap their positions in one statement.
    CONSTRAINT favourite_position_is_taken_once UNIQUE (account_id, position) DEFERRABLE,
    CONSTRAINT favourite_position_is_positive CHECK (position >= 1)
);
CREATE INDEX favourite_team ON favourite (team_id);
COMMENT ON INDEX favourite_team IS 'serves the foreign key: a team that is deleted or merged is looked up here';
COMMENT ON TABLE favourite IS 'The teams that a user shows as favourites.';
COMMENT ON COLUMN favourite.account_id IS 'Whose favourite it is.';
COMMENT ON COLUMN favourite.team_id IS 'The team.';
COMMENT ON COLUMN favourite.position IS 'Position in the list, from 1; NULL: behind those that have one, newest first.';
COMMENT ON COLUMN favourite.added_at IS 'When it was added.';
COMMENT ON CONSTRAINT favourite_position_is_taken_once ON favourite IS 'two favourites do not share a position';
COMMENT ON CONSTRAINT favourite_position_is_positive ON favourite IS 'positions begin at 1';

CREATE TABLE private.team_note (
    team_note_id bigint GENERATED ALWAYS AS IDENTITY,
    account_id bigint NOT NULL,
    team_id bigint NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT team_note_pkey PRIMARY KEY (team_note_id),
    CONSTRAINT team_note_account_fkey FOREIGN KEY (account_id) REFERENCES public.account,
    CONSTRAINT team_note_team_fkey FOREIGN KEY (team_id) REFERENCES public.team,
    CONSTRAINT team_note_fits CHECK (char_length(body) <= 4000 AND btrim(body) <> ''),
    CONSTRAINT team_note_is_updated_after_it_was_made CHECK (updated_at >= created_at)
);
CREATE INDEX team_note_account_and_team ON private.team_note (account_id, team_id);
COMMENT ON INDEX private.team_note_account_and_team IS 'the notes of an account go when it is closed';
CREATE INDEX team_note_team ON private.team_note (team_id);
COMMENT ON INDEX private.team_note_team IS 'serves the foreign key: a team that is deleted or merged is looked up here';
COMMENT ON TABLE private.team_note IS 'What a user notes about a team for themselves alone; as many notes as they like.';
COMMENT ON COLUMN private.team_note.team_note_id IS 'Identity of the note.';
COMMENT ON COLUMN private.team_note.account_id IS 'Who wrote it; nobody else reads it.';
COMMENT ON COLUMN private.team_note.team_id IS 'The team.';
COMMENT ON COLUMN private.team_note.body IS 'The text, at most 4,000 characters.';
COMMENT ON COLUMN private.team_note.created_at IS 'When it was written.';
COMMENT ON COLUMN private.team_note.updated_at IS 'When it was last edited.';
COMMENT ON CONSTRAINT team_note_fits ON private.team_note IS 'a note has 1 to 4,000 characters and is not blank';
COMMENT ON CONSTRAINT team_note_is_updated_after_it_was_made ON private.team_note IS 'a note is not edited before it is written';

CREATE TABLE private.account_block (
    account_id bigint NOT NULL,
    blocked_id bigint NOT NULL,
    blocked_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT account_block_pkey PRIMARY KEY (account_id, blocked_id),
    CONSTRAINT account_block_account_fkey FOREIGN KEY (account_id) REFERENCES public.account,
    CONSTRAINT account_block_blocked_fkey FOREIGN KEY (blocked_id) REFERENCES public.account,
    CONSTRAINT account_block_is_not_oneself CHECK (account_id <> blocked_id)
);
COMMENT ON TABLE private.account_block IS 'Who wants nothing to do with whom. Neither of the two follows the other.';
COMMENT ON COLUMN private.account_block.account_id IS 'Who blocks.';
COMMENT ON COLUMN private.account_block.blocked_id IS 'Who is blocked.';
COMMENT ON COLUMN private.account_block.blocked_at IS 'Since when.';
COMMENT ON CONSTRAINT account_block_blocked_fkey ON private.account_block IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT account_block_is_not_oneself ON private.account_block IS 'nobody blocks their own account';

CREATE TABLE private.account_mute (
    account_id bigint NOT NULL,
    muted_id bigint NOT NULL,
    muted_at timestamptz NOT NULL DEFAULT now(),
    ends_at timestamptz,
    CONSTRAINT account_mute_pkey PRIMARY KEY (account_id, muted_id),
    CONSTRAINT account_mute_account_fkey FOREIGN KEY (account_id) REFERENCES public.account,
    CONSTRAINT account_mute_muted_fkey FOREIGN KEY (muted_id) REFERENCES public.account,
    CONSTRAINT account_mute_is_not_oneself CHECK (account_id <> muted_id),
    CONSTRAINT account_mute_ends_after_it_begins CHECK (ends_at > muted_at)
);
COMMENT ON TABLE private.account_mute IS 'Whose posts a user does not want to see. The muted does not learn of it and may follow.';
COMMENT ON COLUMN private.account_mute.account_id IS 'Who mutes.';
COMMENT ON COLUMN private.account_mute.muted_id IS 'Who is muted.';
COMMENT ON COLUMN private.account_mute.muted_at IS 'Since when.';
COMMENT ON COLUMN private.account_mute.ends_at IS 'Until when; NULL: until it is lifted.';
COMMENT ON CONSTRAINT account_mute_muted_fkey ON private.account_mute IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT account_mute_is_not_oneself ON private.account_mute IS 'nobody mutes their own account';
COMMENT ON CONSTRAINT account_mute_ends_after_it_begins ON private.account_mute IS 'a mute ends after it begins';

-- A follow and a block of the same two may run at once, and neither sees the other's row. They meet at an advisory lock: follows
-- share it, a block takes it alone. 256 locks serve all pairs, so that a bulk load of follows fits into the lock table.
CREATE FUNCTION private.lock_pairs(pair_ids bigint[], alone boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    bucket integer;
BEGIN
    IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
        RAISE EXCEPTION 'follows and blocks are written at the isolation level read committed'
            USING ERRCODE = 'feature_not_supported', HINT = 'an older snapshot can not see a block that was made meanwhile';
    END IF;
    FOR bucket IN SELECT DISTINCT pair_id % 256 FROM unnest(pair_ids) AS pair_id ORDER BY 1 LOOP
        IF alone THEN
            PERFORM pg_advisory_xact_lock(11, bucket);
        ELSE
            PERFORM pg_advisory_xact_lock_shared(11, bucket);
        END IF;
    END LOOP;
END
$function$;
COMMENT ON FUNCTION private.lock_pairs(bigint[], boolean) IS
    'Locks pairs of accounts, each given as the sum of its two identities, until the transaction ends.';

CREATE FUNCTION private.check_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    refused record;
BEGIN
    PERFORM private.lock_pairs(ARRAY(SELECT DISTINCT (account_id + followed_id) % 256 FROM changed), false);
    SELECT c.* INTO refused FROM changed AS c
     WHERE EXISTS (SELECT FROM private.account_block AS b WHERE b.account_id = c.followed_id AND b.blocked_id = c.account_id)
        OR EXISTS (SELECT FROM private.account_block AS b WHERE b.account_id = c.account_id AND b.blocked_id = c.followed_id)
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'account % and account % are separated by a block', refused.account_id, refused.followed_id
            USING ERRCODE = 'check_violation', SCHEMA = 'public', TABLE = 'follow_account', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.check_follows() IS 'Refuses a follow between two accounts of which one has blocked the other.';
CREATE TRIGGER follow_account_is_not_blocked AFTER INSERT ON follow_account REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_follows();
COMMENT ON TRIGGER follow_account_is_not_blocked ON follow_account IS
    'an account does not follow one that has blocked it, nor one that it has blocked';

CREATE FUNCTION private.end_blocked_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
BEGIN
    PERFORM private.lock_pairs(ARRAY(SELECT DISTINCT (account_id + blocked_id) % 256 FROM changed), true);
    DELETE FROM public.follow_account AS f USING changed AS c
     WHERE (f.account_id, f.followed_id) IN ((c.account_id, c.blocked_id), (c.blocked_id, c.account_id));
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.end_blocked_follows() IS 'Ends the follows between two accounts when one blocks the other.';
CREATE TRIGGER account_block_ends_follows AFTER INSERT ON private.account_block REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.end_blocked_follows();
CREATE TRIGGER account_block_is_not_changed BEFORE UPDATE ON private.account_block
    FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();
COMMENT ON TRIGGER account_block_is_not_changed ON private.account_block IS 'a block is made or lifted, never changed';
