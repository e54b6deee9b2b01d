-- The feed as it was read all posts backwards until a page was full, which for those who follow little was nearly all there are, and
-- looked for each followed team in every month. Figures in docs/query-tuning.md.
CREATE OR REPLACE FUNCTION private.feed(reader bigint, before bigint DEFAULT 9223372036854775807, page_size bigint DEFAULT 50)
RETURNS SETOF post LANGUAGE plpgsql STABLE ROWS 50
-- A generic plan is made once a session, and prunes months when it begins; planning five branches took longer than reading them.
SET search_path = pg_catalog, public SET plan_cache_mode = force_generic_plan AS $function$
DECLARE
    oldest bigint := (SELECT min(p.post_id) FROM public.post AS p);
    -- Those who follow much have a page among the newest posts; looking up all that they follow would take longer than these few.
    high bigint := coalesce((SELECT p.post_id FROM public.post AS p WHERE p.post_id < before
                              ORDER BY p.post_id DESC OFFSET 999 LIMIT 1), oldest);
    low bigint;
    span bigint := public.timed_id_from('2020-01-08') - public.timed_id_from('2020-01-01');
    batch bigint[];
    found bigint[] := ARRAY(
        SELECT r.post_id FROM private.readable_post(reader) AS r
         WHERE r.post_id >= high AND r.post_id < before
           AND (r.author_id IN (SELECT f.followed_id FROM public.follow_account AS f WHERE f.account_id = reader)
                OR r.post_id IN (
                    SELECT t.post_id FROM public.post_tag AS t WHERE t.post_id >= high AND t.post_id < before
                       AND t.tag_id IN (SELECT f.tag_id FROM public.follow_tag AS f WHERE f.account_id = reader))
                OR r.post_id IN (
                    SELECT s.post_id FROM public.post_subject AS s WHERE s.post_id >= high AND s.post_id < before
                       AND (s.team_id IN (SELECT f.team_id FROM public.follow_team AS f WHERE f.account_id = reader)
                            OR s.person_id IN (SELECT f.person_id FROM public.follow_person AS f WHERE f.account_id = reader)
                            OR s.event_id IN (SELECT f.event_id FROM public.follow_event AS f WHERE f.account_id = reader))))
         ORDER BY r.post_id DESC LIMIT page_size);
BEGIN
    -- Those who follow little have few keys to look up: further back in time, a week at first, then eight times as long.
    WHILE high > oldest AND cardinality(found) < page_size LOOP
        low := greatest(high - span, oldest);
        -- The newest page of the window, hidden posts and all: each followed thing gives at most a page, read backwards from its key.
        batch := ARRAY(
            SELECT newest.post_id FROM public.follow_account AS f, LATERAL (
                SELECT p.post_id FROM public.post AS p WHERE p.author_id = f.followed_id AND p.post_id >= low AND p.post_id < high
                 ORDER BY p.post_id DESC LIMIT page_size) AS newest
             WHERE f.account_id = reader
            UNION
            SELECT newest.post_id FROM public.follow_tag AS f, LATERAL (
                SELECT t.post_id FROM public.post_tag AS t WHERE t.tag_id = f.tag_id AND t.post_id >= low AND t.post_id < high
                 ORDER BY t.post_id DESC LIMIT page_size) AS newest
             WHERE f.account_id = reader
            UNION
            SELECT newest.post_id FROM public.follow_team AS f, LATERAL (
                SELECT s.post_id FROM public.post_subject AS s WHERE s.team_id = f.team_id AND s.post_id >= low AND s.post_id < high
                 ORDER BY s.post_id DESC LIMIT page_size) AS newest
             WHERE f.account_id = reader
            UNION
            SELECT newest.post_id FROM public.follow_person AS f, LATERAL (
                SELECT s.post_id FROM public.post_subject AS s WHERE s.person_id = f.person_id AND s.post_id >= low AND s.post_id < high
                 ORDER BY s.post_id DESC LIMIT page_size) AS newest
             WHERE f.account_id = reader
            UNION
            SELECT newest.post_id FROM public.follow_event AS f, LATERAL (
                SELECT s.post_id FROM public.post_subject AS s WHERE s.event_id = f.event_id AND s.post_id >= low AND s.post_id < high
                 ORDER BY s.post_id DESC LIMIT page_size) AS newest
             WHERE f.account_id = reader
            ORDER BY post_id DESC LIMIT page_size);
        found := found || ARRAY(
            SELECT r.post_id FROM private.readable_post(reader) AS r
             WHERE r.post_id = ANY (batch) AND r.post_id >= low AND r.post_id < high);
        IF cardinality(batch) >= page_size THEN
            high := batch[page_size];
        ELSE
            high := low;
            span := span * 8;
        END IF;
    END LOOP;
    RETURN QUERY SELECT p.* FROM public.post AS p WHERE p.post_id = ANY (found) ORDER BY p.post_id DESC LIMIT page_size;
END
$function$;
COMMENT ON FUNCTION private.feed(bigint, bigint, bigint) IS
    'The newest posts of the accounts, tags, teams, people and events that an account follows, before a post: the next page begins '
    'before the last post of this one. Windows of time are read backwards until a page is full.';
