-- What users write in public, by the month of the post. The foreign keys among these tables stand on the months (version 10).

CREATE TABLE post (
    post_id bigint NOT NULL DEFAULT timed_id(),
    author_id bigint NOT NULL,
    kind text NOT NULL DEFAULT 'text',
    visibility text NOT NULL DEFAULT 'public',
    locale text,
    body text,
    reposted_post_id bigint,
    created_at timestamptz GENERATED ALWAYS AS (timed_id_at(post_id)) STORED NOT NULL,
    edited_at timestamptz,
    deleted_at timestamptz,
    hidden_at timestamptz,
    CONSTRAINT post_pkey PRIMARY KEY (post_id),
    CONSTRAINT post_author_fkey FOREIGN KEY (author_id) REFERENCES account,
    CONSTRAINT post_kind_is_known CHECK (kind IN ('text', 'review', 'news', 'repost')),
    CONSTRAINT post_visibility_is_known CHECK (visibility IN ('public', 'followers')),
    CONSTRAINT post_locale_is_known_form CHECK (locale ~ '^[a-z]{2}(-[A-Z]{2})?$'),
    CONSTRAINT post_body_fits CHECK (char_length(body) <= 10000 AND btrim(body, E' \t\n\r') <> ''),
    CONSTRAINT post_has_a_body CHECK (body IS NOT NULL OR kind = 'repost' OR deleted_at IS NOT NULL),
    CONSTRAINT post_is_gone_when_deleted CHECK (deleted_at IS NULL OR body IS NULL),
    CONSTRAINT post_reposts_if_a_repost CHECK ((kind = 'repost') = (reposted_post_id IS NOT NULL))
) PARTITION BY RANGE (post_id);
COMMENT ON TABLE post IS 'What a user publishes. A deleted post stays as an empty row, for the comments below it.';
COMMENT ON COLUMN post.post_id IS 'Identity of the post, in order of time: a page is read by it alone.';
COMMENT ON COLUMN post.author_id IS 'Who wrote it; an account with the status deleted is shown as such.';
COMMENT ON COLUMN post.kind IS 'text; review of a performance or event; news; repost of another post.';
COMMENT ON COLUMN post.visibility IS 'public, or followers of the author only.';
COMMENT ON COLUMN post.locale IS 'Language of the text: ru, en, pt-BR ...; NULL: not told.';
COMMENT ON COLUMN post.body IS 'The text, at most 10,000 characters, emoji included; NULL: a bare repost, or deleted.';
COMMENT ON COLUMN post.reposted_post_id IS 'The post that a repost shows. A foreign key would keep its month from being detached.';
COMMENT ON COLUMN post.created_at IS 'When it was published; the same moment as in post_id.';
COMMENT ON COLUMN post.edited_at IS 'When its text was last changed; NULL: never.';
COMMENT ON COLUMN post.deleted_at IS 'When it was deleted; NULL: it was not.';
COMMENT ON COLUMN post.hidden_at IS 'When moderation hid it from all but its author; NULL: it is shown.';
COMMENT ON CONSTRAINT post_author_fkey ON post IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT post_kind_is_known ON post IS 'a post is a text, a review, news or a repost';
COMMENT ON CONSTRAINT post_visibility_is_known ON post IS 'a post is public or for followers';
COMMENT ON CONSTRAINT post_locale_is_known_form ON post IS 'a locale looks like ru or pt-BR';
COMMENT ON CONSTRAINT post_body_fits ON post IS 'a post is not blank and has at most 10,000 characters';
COMMENT ON CONSTRAINT post_has_a_body ON post IS 'a post has a text unless it is a repost or deleted';
COMMENT ON CONSTRAINT post_is_gone_when_deleted ON post IS 'the text of a deleted post is gone';
COMMENT ON CONSTRAINT post_reposts_if_a_repost ON post IS 'a repost, and nothing else, names the post that it shows';

CREATE FUNCTION private.check_repost() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
BEGIN
    PERFORM FROM public.post AS p WHERE p.post_id = NEW.reposted_post_id AND p.post_id <> NEW.post_id
        AND p.visibility = 'public' AND p.deleted_at IS NULL AND p.hidden_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'post % is not there to be reposted', NEW.reposted_post_id
            USING ERRCODE = 'check_violation', SCHEMA = 'public', TABLE = 'post', CONSTRAINT = 'post_reposts_what_all_may_see';
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.check_repost() IS 'Refuses a repost of what is missing, deleted, hidden or for followers only.';
CREATE TRIGGER post_reposts_what_all_may_see AFTER INSERT OR UPDATE OF reposted_post_id ON post
    FOR EACH ROW WHEN (NEW.reposted_post_id IS NOT NULL) EXECUTE FUNCTION private.check_repost();
COMMENT ON TRIGGER post_reposts_what_all_may_see ON post IS 'a repost shows a public post that is neither deleted nor hidden';

CREATE TABLE comment (
    post_id bigint NOT NULL,
    comment_id bigint NOT NULL DEFAULT timed_id(),
    parent_path bigint[],
    path bigint[] GENERATED ALWAYS AS (coalesce(parent_path, '{}') || comment_id) STORED NOT NULL,
    parent_comment_id bigint GENERATED ALWAYS AS (parent_path[cardinality(parent_path)]) STORED,
    author_id bigint NOT NULL,
    body text,
    created_at timestamptz GENERATED ALWAYS AS (timed_id_at(comment_id)) STORED NOT NULL,
    edited_at timestamptz,
    deleted_at timestamptz,
    hidden_at timestamptz,
    CONSTRAINT comment_pkey PRIMARY KEY (post_id, comment_id),
    CONSTRAINT comment_has_one_place UNIQUE (post_id, path),
    CONSTRAINT comment_author_fkey FOREIGN KEY (author_id) REFERENCES account,
    -- A root has NULL, so that the foreign key leaves it alone. Lower bound 1, or parent_comment_id would be another one.
    CONSTRAINT comment_is_at_most_ten_deep CHECK (
        cardinality(parent_path) BETWEEN 1 AND 9 AND array_ndims(parent_path) = 1 AND array_lower(parent_path, 1) = 1),
    CONSTRAINT comment_body_fits CHECK (char_length(body) <= 5000 AND btrim(body, E' \t\n\r') <> ''),
    CONSTRAINT comment_has_a_body CHECK (body IS NOT NULL OR deleted_at IS NOT NULL),
    CONSTRAINT comment_is_gone_when_deleted CHECK (deleted_at IS NULL OR body IS NULL)
) PARTITION BY RANGE (post_id);
COMMENT ON TABLE comment IS 'An answer to a post or to another comment. A deleted one stays as an empty row, for the answers to it.';
COMMENT ON COLUMN comment.post_id IS 'The post; its month is the partition.';
COMMENT ON COLUMN comment.comment_id IS 'Identity within the post, in order of time.';
COMMENT ON COLUMN comment.parent_path IS 'path of the comment of this post that is answered; NULL: answers the post itself.';
COMMENT ON COLUMN comment.path IS
    'The comments from the top down to this one: the order of reading. Longer than that of its parent, so there is no cycle.';
COMMENT ON COLUMN comment.parent_comment_id IS 'The comment that is answered; NULL: answers the post itself.';
COMMENT ON COLUMN comment.author_id IS 'Who wrote it.';
COMMENT ON COLUMN comment.body IS 'The text, at most 5,000 characters; NULL: deleted.';
COMMENT ON COLUMN comment.created_at IS 'When it was written; the same moment as in comment_id.';
COMMENT ON COLUMN comment.edited_at IS 'When its text was last changed; NULL: never.';
COMMENT ON COLUMN comment.deleted_at IS 'When it was deleted; NULL: it was not.';
COMMENT ON COLUMN comment.hidden_at IS 'When moderation hid it from all but its author; NULL: it is shown.';
COMMENT ON CONSTRAINT comment_has_one_place ON comment IS 'a comment stands at one place of the tree';
COMMENT ON CONSTRAINT comment_author_fkey ON comment IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT comment_is_at_most_ten_deep ON comment IS 'answers go ten deep; the application answers the tenth beside it';
COMMENT ON CONSTRAINT comment_body_fits ON comment IS 'a comment is not blank and has at most 5,000 characters';
COMMENT ON CONSTRAINT comment_has_a_body ON comment IS 'a comment has a text unless it is deleted';
COMMENT ON CONSTRAINT comment_is_gone_when_deleted ON comment IS 'the text of a deleted comment is gone';

CREATE TABLE post_reaction (
    post_id bigint NOT NULL,
    account_id bigint NOT NULL,
    kind text NOT NULL DEFAULT 'like',
    reacted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT post_reaction_pkey PRIMARY KEY (post_id, account_id),
    CONSTRAINT post_reaction_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT post_reaction_kind_is_known CHECK (kind IN ('like', 'love', 'applause', 'laugh', 'surprise', 'sad'))
) PARTITION BY RANGE (post_id);
COMMENT ON TABLE post_reaction IS 'Who reacted to which post; one reaction of an account to a post.';
COMMENT ON COLUMN post_reaction.post_id IS 'The post.';
COMMENT ON COLUMN post_reaction.account_id IS 'Who reacted.';
COMMENT ON COLUMN post_reaction.kind IS 'like, love, applause, laugh, surprise or sad.';
COMMENT ON COLUMN post_reaction.reacted_at IS 'When.';
COMMENT ON CONSTRAINT post_reaction_account_fkey ON post_reaction IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT post_reaction_kind_is_known ON post_reaction IS 'a reaction is like, love, applause, laugh, surprise or sad';

CREATE TABLE comment_reaction (
    post_id bigint NOT NULL,
    comment_id bigint NOT NULL,
    account_id bigint NOT NULL,
    kind text NOT NULL DEFAULT 'like',
    reacted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT comment_reaction_pkey PRIMARY KEY (post_id, comment_id, account_id),
    CONSTRAINT comment_reaction_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT comment_reaction_kind_is_known CHECK (kind IN ('like', 'love', 'applause', 'laugh', 'surprise', 'sad'))
) PARTITION BY RANGE (post_id);
COMMENT ON TABLE comment_reaction IS 'Who reacted to which comment; one reaction of an account to a comment.';
COMMENT ON COLUMN comment_reaction.post_id IS 'The post of the comment.';
COMMENT ON COLUMN comment_reaction.comment_id IS 'The comment.';
COMMENT ON COLUMN comment_reaction.account_id IS 'Who reacted.';
COMMENT ON COLUMN comment_reaction.kind IS 'like, love, applause, laugh, surprise or sad.';
COMMENT ON COLUMN comment_reaction.reacted_at IS 'When.';
COMMENT ON CONSTRAINT comment_reaction_account_fkey ON comment_reaction IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT comment_reaction_kind_is_known ON comment_reaction IS 'a reaction is like, love, applause, laugh, surprise or sad';

CREATE TABLE post_tag (
    tag_id bigint NOT NULL,
    post_id bigint NOT NULL,
    CONSTRAINT post_tag_pkey PRIMARY KEY (tag_id, post_id),
    CONSTRAINT post_tag_tag_fkey FOREIGN KEY (tag_id) REFERENCES tag ON DELETE CASCADE
) PARTITION BY RANGE (post_id);
CREATE INDEX post_tag_post ON post_tag (post_id);
COMMENT ON INDEX post_tag_post IS 'serves the foreign key: the tags of a post are looked up and deleted with it';
COMMENT ON TABLE post_tag IS 'Which tags a post has. The key begins with the tag: the newest posts of a tag are one range of it.';
COMMENT ON COLUMN post_tag.tag_id IS 'The tag.';
COMMENT ON COLUMN post_tag.post_id IS 'The post.';

CREATE TABLE post_mention (
    post_id bigint NOT NULL,
    account_id bigint NOT NULL,
    CONSTRAINT post_mention_pkey PRIMARY KEY (post_id, account_id),
    CONSTRAINT post_mention_account_fkey FOREIGN KEY (account_id) REFERENCES account
) PARTITION BY RANGE (post_id);
COMMENT ON TABLE post_mention IS 'Whom a post mentions. The mentioned learn of it by a notification.';
COMMENT ON COLUMN post_mention.post_id IS 'The post.';
COMMENT ON COLUMN post_mention.account_id IS 'The mentioned account.';
COMMENT ON CONSTRAINT post_mention_account_fkey ON post_mention IS 'No index: accounts are never deleted.';

CREATE TABLE comment_mention (
    post_id bigint NOT NULL,
    comment_id bigint NOT NULL,
    account_id bigint NOT NULL,
    CONSTRAINT comment_mention_pkey PRIMARY KEY (post_id, comment_id, account_id),
    CONSTRAINT comment_mention_account_fkey FOREIGN KEY (account_id) REFERENCES account
) PARTITION BY RANGE (post_id);
COMMENT ON TABLE comment_mention IS 'Whom a comment mentions.';
COMMENT ON COLUMN comment_mention.post_id IS 'The post of the comment.';
COMMENT ON COLUMN comment_mention.comment_id IS 'The comment.';
COMMENT ON COLUMN comment_mention.account_id IS 'The mentioned account.';
COMMENT ON CONSTRAINT comment_mention_account_fkey ON comment_mention IS 'No index: accounts are never deleted.';

CREATE TABLE post_subject (
    post_id bigint NOT NULL,
    subject_no smallint NOT NULL DEFAULT 1,
    team_id bigint,
    person_id bigint,
    event_id bigint,
    category_id bigint,
    performance_id bigint,
    CONSTRAINT post_subject_pkey PRIMARY KEY (post_id, subject_no),
    CONSTRAINT post_subject_team_fkey FOREIGN KEY (team_id) REFERENCES team ON DELETE CASCADE,
    CONSTRAINT post_subject_person_fkey FOREIGN KEY (person_id) REFERENCES person ON DELETE CASCADE,
    CONSTRAINT post_subject_event_fkey FOREIGN KEY (event_id) REFERENCES event ON DELETE CASCADE,
    CONSTRAINT post_subject_category_fkey FOREIGN KEY (category_id) REFERENCES category ON DELETE CASCADE,
    CONSTRAINT post_subject_performance_fkey FOREIGN KEY (performance_id) REFERENCES performance ON DELETE CASCADE,
    CONSTRAINT post_subject_is_one_thing CHECK (num_nonnulls(team_id, person_id, event_id, category_id, performance_id) = 1),
    CONSTRAINT post_subject_no_is_plausible CHECK (subject_no BETWEEN 1 AND 20)
) PARTITION BY RANGE (post_id);
-- Each one refuses a repeated subject, serves the foreign key, and is the range of the newest posts about the subject.
CREATE UNIQUE INDEX post_subject_team_once ON post_subject (team_id, post_id) WHERE team_id IS NOT NULL;
CREATE UNIQUE INDEX post_subject_person_once ON post_subject (person_id, post_id) WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX post_subject_event_once ON post_subject (event_id, post_id) WHERE event_id IS NOT NULL;
CREATE UNIQUE INDEX post_subject_category_once ON post_subject (category_id, post_id) WHERE category_id IS NOT NULL;
CREATE UNIQUE INDEX post_subject_performance_once ON post_subject (performance_id, post_id) WHERE performance_id IS NOT NULL;
COMMENT ON INDEX post_subject_team_once IS 'a post is about a team once';
COMMENT ON INDEX post_subject_person_once IS 'a post is about a person once';
COMMENT ON INDEX post_subject_event_once IS 'a post is about an event once';
COMMENT ON INDEX post_subject_category_once IS 'a post is about a category once';
COMMENT ON INDEX post_subject_performance_once IS 'a post is about a performance once';
COMMENT ON TABLE post_subject IS 'What a post is about, one thing a row.';
COMMENT ON COLUMN post_subject.post_id IS 'The post.';
COMMENT ON COLUMN post_subject.subject_no IS 'Number of the subject within the post, from 1.';
COMMENT ON COLUMN post_subject.team_id IS 'It is about a team.';
COMMENT ON COLUMN post_subject.person_id IS 'It is about a person of the sport.';
COMMENT ON COLUMN post_subject.event_id IS 'It is about an event.';
COMMENT ON COLUMN post_subject.category_id IS 'It is about a category of an event.';
COMMENT ON COLUMN post_subject.performance_id IS 'It is about a performance.';
COMMENT ON CONSTRAINT post_subject_is_one_thing ON post_subject IS 'a subject is one team, person, event, category or performance';
COMMENT ON CONSTRAINT post_subject_no_is_plausible ON post_subject IS 'a post is about at most 20 things, numbered from 1';

CREATE TABLE media (
    post_id bigint NOT NULL,
    media_no smallint NOT NULL DEFAULT 1,
    kind text NOT NULL DEFAULT 'photo',
    url text NOT NULL,
    width smallint,
    height smallint,
    duration_ms bigint,
    rights text NOT NULL DEFAULT 'own',
    credit text,
    alt_text text,
    CONSTRAINT media_pkey PRIMARY KEY (post_id, media_no),
    CONSTRAINT media_no_is_plausible CHECK (media_no BETWEEN 1 AND 10),
    CONSTRAINT media_kind_is_known CHECK (kind IN ('photo', 'video')),
    CONSTRAINT media_url_is_web CHECK (url ~ '^https?://[^[:space:]]+$' AND char_length(url) <= 2000),
    CONSTRAINT media_size_is_whole_and_positive CHECK (num_nulls(width, height) <> 1 AND width > 0 AND height > 0),
    CONSTRAINT media_lasts_if_a_video CHECK (duration_ms > 0 AND (kind = 'video' OR duration_ms IS NULL)),
    CONSTRAINT media_rights_are_known CHECK (rights IN ('own', 'permission', 'free_licence', 'press', 'quotation')),
    CONSTRAINT media_of_others_name_them CHECK (rights = 'own' OR btrim(coalesce(credit, '')) <> ''),
    CONSTRAINT media_texts_fit CHECK (char_length(credit) <= 200 AND char_length(alt_text) <= 1000)
) PARTITION BY RANGE (post_id);
COMMENT ON TABLE media IS 'Photos and videos of a post. The files lie elsewhere.';
COMMENT ON COLUMN media.post_id IS 'The post.';
COMMENT ON COLUMN media.media_no IS 'Number within the post, from 1.';
COMMENT ON COLUMN media.kind IS 'photo or video.';
COMMENT ON COLUMN media.url IS 'Web address of the file.';
COMMENT ON COLUMN media.width IS 'Width in pixels; NULL: not known.';
COMMENT ON COLUMN media.height IS 'Height in pixels; NULL: not known.';
COMMENT ON COLUMN media.duration_ms IS 'Length of a video in milliseconds; NULL: not known, or a photo.';
COMMENT ON COLUMN media.rights IS 'By what right it is shown: own, permission, free_licence, press or quotation.';
COMMENT ON COLUMN media.credit IS 'Whose work it is, as it must be named; NULL: the author''s own.';
COMMENT ON COLUMN media.alt_text IS 'What is to be seen, for those who cannot see it; NULL: not told.';
COMMENT ON CONSTRAINT media_no_is_plausible ON media IS 'a post has at most 10 photos and videos, numbered from 1';
COMMENT ON CONSTRAINT media_kind_is_known ON media IS 'media are photos or videos';
COMMENT ON CONSTRAINT media_url_is_web ON media IS 'a file has a web address of at most 2,000 characters';
COMMENT ON CONSTRAINT media_size_is_whole_and_positive ON media IS 'a size has a width and a height, both positive';
COMMENT ON CONSTRAINT media_lasts_if_a_video ON media IS 'a video lasts some time, a photo has no length';
COMMENT ON CONSTRAINT media_rights_are_known ON media IS 'rights are own, permission, free_licence, press or quotation';
COMMENT ON CONSTRAINT media_of_others_name_them ON media IS 'the work of somebody else is credited';
COMMENT ON CONSTRAINT media_texts_fit ON media IS 'a credit has at most 200 characters, a description 1,000';

CREATE SEQUENCE post_counter_slot;
COMMENT ON SEQUENCE post_counter_slot IS 'Numbers the parts of counts. No identity: PostgreSQL 15 has none in partitioned tables.';
CREATE TABLE post_counter (
    post_id bigint NOT NULL,
    slot bigint NOT NULL DEFAULT nextval('post_counter_slot'),
    comments bigint NOT NULL DEFAULT 0,
    reactions bigint NOT NULL DEFAULT 0,
    CONSTRAINT post_counter_pkey PRIMARY KEY (post_id, slot)
) PARTITION BY RANGE (post_id);
COMMENT ON TABLE post_counter IS 'Parts of the counts of a post: each writer adds to a part that nobody else holds at that moment.';
COMMENT ON COLUMN post_counter.post_id IS 'The post.';
COMMENT ON COLUMN post_counter.slot IS 'Tells the parts apart; it has no meaning.';
COMMENT ON COLUMN post_counter.comments IS 'Comments minus deletions that were counted here; one part may be negative.';
COMMENT ON COLUMN post_counter.reactions IS 'Reactions minus withdrawals that were counted here.';

CREATE FUNCTION private.add_to_post_counters(post_ids bigint[], more_comments bigint[], more_reactions bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
BEGIN
    WITH change AS (
        SELECT c.post_id, coalesce(c.comments, 0) AS comments, coalesce(c.reactions, 0) AS reactions
          FROM unnest(post_ids, more_comments, more_reactions) AS c (post_id, comments, reactions)),
    chosen AS MATERIALIZED (
        SELECT c.*, free.slot FROM change AS c LEFT JOIN LATERAL (
            SELECT p.slot FROM public.post_counter AS p WHERE p.post_id = c.post_id
             LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) AS free ON true),
    raised AS (
        UPDATE public.post_counter AS p SET comments = p.comments + c.comments, reactions = p.reactions + c.reactions
          FROM chosen AS c WHERE p.post_id = c.post_id AND p.slot = c.slot)
    INSERT INTO public.post_counter (post_id, comments, reactions)
    SELECT c.post_id, c.comments, c.reactions FROM chosen AS c WHERE c.slot IS NULL;
END
$function$;
COMMENT ON FUNCTION private.add_to_post_counters(bigint[], bigint[], bigint[]) IS
    'Adds to the counts of posts, each in a slot that no other transaction holds: nobody waits, nobody deadlocks.';

CREATE FUNCTION private.count_comments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    post_ids bigint[];
    numbers bigint[];
BEGIN
    CASE TG_OP
        WHEN 'INSERT' THEN
            SELECT array_agg(post_id), array_agg(n) INTO post_ids, numbers FROM (
                SELECT post_id, count(*) AS n FROM changed WHERE deleted_at IS NULL GROUP BY post_id) AS counted;
        WHEN 'DELETE' THEN
            SELECT array_agg(post_id), array_agg(-n) INTO post_ids, numbers FROM (
                SELECT post_id, count(*) AS n FROM previous WHERE deleted_at IS NULL GROUP BY post_id) AS counted;
        ELSE
            SELECT array_agg(post_id), array_agg(n) INTO post_ids, numbers FROM (
                SELECT post_id, sum(n) AS n FROM (SELECT post_id, 1 AS n FROM changed WHERE deleted_at IS NULL
                    UNION ALL SELECT post_id, -1 FROM previous WHERE deleted_at IS NULL) AS both_tables
                 GROUP BY post_id HAVING sum(n) <> 0) AS counted;
    END CASE;
    PERFORM private.add_to_post_counters(post_ids, numbers, NULL);
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.count_comments() IS 'Counts the comments that a statement added, deleted or brought back.';
CREATE TRIGGER comment_count_added AFTER INSERT ON comment REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_comments();
CREATE TRIGGER comment_count_changed AFTER UPDATE ON comment
    REFERENCING NEW TABLE AS changed OLD TABLE AS previous FOR EACH STATEMENT EXECUTE FUNCTION private.count_comments();
CREATE TRIGGER comment_count_deleted AFTER DELETE ON comment
    REFERENCING OLD TABLE AS previous FOR EACH STATEMENT EXECUTE FUNCTION private.count_comments();

CREATE FUNCTION private.count_reactions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    post_ids bigint[];
    numbers bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(post_id), array_agg(n) INTO post_ids, numbers FROM (
            SELECT post_id, count(*) AS n FROM changed GROUP BY post_id) AS counted;
    ELSE
        SELECT array_agg(post_id), array_agg(-n) INTO post_ids, numbers FROM (
            SELECT post_id, count(*) AS n FROM previous GROUP BY post_id) AS counted;
    END IF;
    PERFORM private.add_to_post_counters(post_ids, NULL, numbers);
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.count_reactions() IS 'Counts the reactions to posts that a statement added or withdrew.';
CREATE TRIGGER post_reaction_count_added AFTER INSERT ON post_reaction
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.count_reactions();
CREATE TRIGGER post_reaction_count_deleted AFTER DELETE ON post_reaction
    REFERENCING OLD TABLE AS previous FOR EACH STATEMENT EXECUTE FUNCTION private.count_reactions();

CREATE FUNCTION private.empty_deleted_post() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
BEGIN
    DELETE FROM public.media WHERE post_id = NEW.post_id;
    DELETE FROM public.post_mention WHERE post_id = NEW.post_id;
    DELETE FROM public.post_tag WHERE post_id = NEW.post_id;
    DELETE FROM public.post_subject WHERE post_id = NEW.post_id;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.empty_deleted_post() IS 'Deletes what a deleted post showed beside its text.';
CREATE TRIGGER post_takes_its_parts AFTER UPDATE ON post FOR EACH ROW
    WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION private.empty_deleted_post();

CREATE VIEW post_count AS
SELECT post_id, sum(comments)::bigint AS comments, sum(reactions)::bigint AS reactions FROM post_counter GROUP BY post_id;
COMMENT ON VIEW post_count IS 'Number of comments and reactions of each post; who never had any may be missing.';
COMMENT ON COLUMN post_count.post_id IS 'The post.';
COMMENT ON COLUMN post_count.comments IS 'Comments that are not deleted.';
COMMENT ON COLUMN post_count.reactions IS 'Reactions to the post itself.';

CREATE VIEW post_counter_difference AS
SELECT post_id, sum(comments)::bigint AS comments, sum(reactions)::bigint AS reactions FROM (
    SELECT post_id, 1 AS comments, 0 AS reactions FROM comment WHERE deleted_at IS NULL
    UNION ALL SELECT post_id, 0, 1 FROM post_reaction
    UNION ALL SELECT post_id, -comments, -reactions FROM post_counter) AS counted
 GROUP BY post_id HAVING sum(comments) <> 0 OR sum(reactions) <> 0;
COMMENT ON VIEW post_counter_difference IS 'Where the counts of a post are wrong; no row: all are sound. Reads everything.';
COMMENT ON COLUMN post_counter_difference.post_id IS 'The post.';
COMMENT ON COLUMN post_counter_difference.comments IS 'Comments there are, less those that are counted.';
COMMENT ON COLUMN post_counter_difference.reactions IS 'Reactions there are, less those that are counted.';

CREATE FUNCTION private.recount_posts() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public BEGIN ATOMIC
    -- One statement, so one moment: whoever writes meanwhile counts for themselves.
    WITH corrected AS (INSERT INTO public.post_counter (post_id, comments, reactions)
                       SELECT d.post_id, d.comments, d.reactions FROM public.post_counter_difference AS d RETURNING slot)
    SELECT count(*) FROM corrected;
END;
COMMENT ON FUNCTION private.recount_posts() IS
    'Corrects the counts of posts where post_counter_difference has a row, beside all who write; how many.';

INSERT INTO private.partitioned_table (table_name, belongs_to) SELECT 'public.' || name, nullif('public.post', 'public.' || name)
  FROM unnest('{post,comment,post_reaction,comment_reaction,post_tag,post_mention,comment_mention,post_subject,media,post_counter}'::text[]) AS name;
INSERT INTO private.partition_reference (table_name, reference_name, columns, referenced_name, referenced_columns, rule) VALUES
    ('public.comment', 'post', 'post_id', 'public.post', 'post_id', 'a comment belongs to a post'),
    ('public.comment', 'parent', 'post_id, parent_path', 'public.comment', 'post_id, path',
     'an answer is to a comment of the same post. No index: comments are emptied, their rows and paths stay.'),
    ('public.post_reaction', 'post', 'post_id', 'public.post', 'post_id', 'a reaction belongs to a post'),
    ('public.comment_reaction', 'comment', 'post_id, comment_id', 'public.comment', 'post_id, comment_id', 'one reacts to a comment'),
    ('public.post_tag', 'post', 'post_id', 'public.post', 'post_id', 'a tag is given to a post'), ('public.post_mention', 'post', 'post_id', 'public.post', 'post_id', 'a mention stands in a post'),
    ('public.comment_mention', 'comment', 'post_id, comment_id', 'public.comment', 'post_id, comment_id', 'a comment mentions'),
    ('public.post_subject', 'post', 'post_id', 'public.post', 'post_id', 'a subject is that of a post'),
    ('public.media', 'post', 'post_id', 'public.post', 'post_id', 'a photo or video belongs to a post'),
    ('public.post_counter', 'post', 'post_id', 'public.post', 'post_id', 'a count is that of a post');
SELECT private.make_partitions(table_name) FROM private.partitioned_table WHERE 'public.post' IN (table_name, belongs_to);
