-- How users rate programmes, and the leagues in which they pick skaters.
-- Categories are some ten thousand rows: a unique index over them holds writers up for milliseconds.
-- squawk-ignore-file disallowed-unique-constraint, constraint-missing-not-valid

CREATE TABLE programme_rating (
    account_id bigint NOT NULL,
    programme_id bigint NOT NULL,
    music smallint NOT NULL,
    choreography smallint NOT NULL,
    costume smallint NOT NULL,
    rated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT programme_rating_pkey PRIMARY KEY (account_id, programme_id),
    CONSTRAINT programme_rating_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT programme_rating_programme_fkey FOREIGN KEY (programme_id) REFERENCES programme ON DELETE CASCADE,
    CONSTRAINT programme_rating_is_from_1_to_10
        CHECK (music BETWEEN 1 AND 10 AND choreography BETWEEN 1 AND 10 AND costume BETWEEN 1 AND 10)
);
CREATE INDEX programme_rating_programme ON programme_rating (programme_id);
COMMENT ON INDEX programme_rating_programme IS 'serves the foreign key: a programme that is deleted or merged is looked up here';
COMMENT ON TABLE programme_rating IS 'What a user thinks of a programme.';
COMMENT ON COLUMN programme_rating.account_id IS 'Who rates.';
COMMENT ON COLUMN programme_rating.programme_id IS 'The programme.';
COMMENT ON COLUMN programme_rating.music IS 'Its music, from 1 to 10.';
COMMENT ON COLUMN programme_rating.choreography IS 'Its choreography, from 1 to 10.';
COMMENT ON COLUMN programme_rating.costume IS 'Its costumes, from 1 to 10.';
COMMENT ON COLUMN programme_rating.rated_at IS 'When it was rated.';
COMMENT ON CONSTRAINT programme_rating_is_from_1_to_10 ON programme_rating IS 'music, choreography and costumes are rated from 1 to 10';

CREATE TABLE programme_rating_slot (
    programme_id bigint NOT NULL,
    slot bigint GENERATED ALWAYS AS IDENTITY,
    ratings bigint NOT NULL,
    music bigint NOT NULL,
    choreography bigint NOT NULL,
    costume bigint NOT NULL,
    CONSTRAINT programme_rating_slot_pkey PRIMARY KEY (programme_id, slot)
);
COMMENT ON TABLE programme_rating_slot IS
    'Parts of the sums behind the averages of a programme; see team_follower_slot for why there are several and no foreign key.';
COMMENT ON COLUMN programme_rating_slot.programme_id IS 'The programme.';
COMMENT ON COLUMN programme_rating_slot.slot IS 'Tells the parts apart; it has no meaning.';
COMMENT ON COLUMN programme_rating_slot.ratings IS 'Number of ratings counted here.';
COMMENT ON COLUMN programme_rating_slot.music IS 'Sum of their music.';
COMMENT ON COLUMN programme_rating_slot.choreography IS 'Sum of their choreography.';
COMMENT ON COLUMN programme_rating_slot.costume IS 'Sum of their costumes.';

CREATE FUNCTION private.count_ratings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    differences text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT *, 1 AS n FROM changed'
        WHEN 'DELETE' THEN 'SELECT *, -1 AS n FROM previous'
        ELSE 'SELECT *, 1 AS n FROM changed UNION ALL SELECT *, -1 FROM previous' END;
BEGIN
    EXECUTE format($query$
        WITH change AS (
            SELECT programme_id, sum(n) AS ratings, sum(n * music) AS music, sum(n * choreography) AS choreography,
                   sum(n * costume) AS costume
              FROM (%s) AS d GROUP BY programme_id),
        chosen AS MATERIALIZED (
            SELECT change.*, free.slot FROM change LEFT JOIN LATERAL (
                SELECT s.slot FROM public.programme_rating_slot AS s WHERE s.programme_id = change.programme_id
                 LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) AS free ON true),
        raised AS (
            UPDATE public.programme_rating_slot AS s
               SET ratings = s.ratings + chosen.ratings, music = s.music + chosen.music,
                   choreography = s.choreography + chosen.choreography, costume = s.costume + chosen.costume
              FROM chosen WHERE s.programme_id = chosen.programme_id AND s.slot = chosen.slot)
        INSERT INTO public.programme_rating_slot (programme_id, ratings, music, choreography, costume)
        SELECT programme_id, ratings, music, choreography, costume FROM chosen WHERE slot IS NULL ORDER BY 1
        $query$, differences);
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.count_ratings() IS 'Adds what a statement rated to slots that no other transaction holds.';
CREATE TRIGGER programme_rating_count_added AFTER INSERT ON programme_rating REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_ratings();
CREATE TRIGGER programme_rating_count_deleted AFTER DELETE ON programme_rating REFERENCING OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_ratings();
CREATE TRIGGER programme_rating_count_changed AFTER UPDATE ON programme_rating REFERENCING NEW TABLE AS changed OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_ratings();
CREATE TRIGGER programme_rating_is_not_truncated BEFORE TRUNCATE ON programme_rating
    FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();
COMMENT ON TRIGGER programme_rating_is_not_truncated ON programme_rating IS 'ratings are deleted, not truncated: deleted ones are counted';

CREATE VIEW programme_rating_average AS
SELECT programme_id, sum(ratings)::bigint AS ratings, round(sum(music) / sum(ratings), 2) AS music,
       round(sum(choreography) / sum(ratings), 2) AS choreography, round(sum(costume) / sum(ratings), 2) AS costume,
       round(sum(music + choreography + costume) / (3 * sum(ratings)), 2) AS overall
  FROM programme_rating_slot GROUP BY programme_id HAVING sum(ratings) > 0;
COMMENT ON VIEW programme_rating_average IS 'What users think of a programme on average; a programme that nobody rates has no row.';
COMMENT ON COLUMN programme_rating_average.programme_id IS 'The programme.';
COMMENT ON COLUMN programme_rating_average.ratings IS 'How many users rate it.';
COMMENT ON COLUMN programme_rating_average.music IS 'Mean of the music.';
COMMENT ON COLUMN programme_rating_average.choreography IS 'Mean of the choreography.';
COMMENT ON COLUMN programme_rating_average.costume IS 'Mean of the costumes.';
COMMENT ON COLUMN programme_rating_average.overall IS 'Mean of all three.';

CREATE TABLE fantasy_league (
    fantasy_league_id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    gold_points smallint NOT NULL DEFAULT 15,
    silver_points smallint NOT NULL DEFAULT 10,
    bronze_points smallint NOT NULL DEFAULT 5,
    CONSTRAINT fantasy_league_pkey PRIMARY KEY (fantasy_league_id),
    CONSTRAINT fantasy_league_name_is_unique UNIQUE (name),
    CONSTRAINT fantasy_league_name_is_tidy CHECK (name = btrim(name) AND char_length(name) BETWEEN 1 AND 100),
    CONSTRAINT fantasy_league_medals_fall
        CHECK (gold_points >= silver_points AND silver_points >= bronze_points AND bronze_points >= 0)
);
COMMENT ON TABLE fantasy_league IS 'A league in which users pick skaters of an event, one of each pool, and score what these score.';
COMMENT ON COLUMN fantasy_league.fantasy_league_id IS 'Identity of the league.';
COMMENT ON COLUMN fantasy_league.name IS 'Its name.';
COMMENT ON COLUMN fantasy_league.gold_points IS 'On top for a picked winner.';
COMMENT ON COLUMN fantasy_league.silver_points IS 'On top for a picked second.';
COMMENT ON COLUMN fantasy_league.bronze_points IS 'On top for a picked third.';
COMMENT ON CONSTRAINT fantasy_league_name_is_unique ON fantasy_league IS 'a league of this name exists already';
COMMENT ON CONSTRAINT fantasy_league_name_is_tidy ON fantasy_league IS 'a league''s name has 1 to 100 characters and no space around it';
COMMENT ON CONSTRAINT fantasy_league_medals_fall ON fantasy_league IS 'a better medal gives no fewer points, and none takes points away';

CREATE TABLE fantasy_round (
    fantasy_round_id bigint GENERATED ALWAYS AS IDENTITY,
    fantasy_league_id bigint NOT NULL,
    event_id bigint NOT NULL,
    opens_at timestamptz NOT NULL DEFAULT now(),
    locks_at timestamptz NOT NULL,
    scored_at timestamptz,
    CONSTRAINT fantasy_round_pkey PRIMARY KEY (fantasy_round_id),
    CONSTRAINT fantasy_round_id_and_event UNIQUE (fantasy_round_id, event_id),
    CONSTRAINT fantasy_round_is_unique_in_league UNIQUE (fantasy_league_id, event_id),
    CONSTRAINT fantasy_round_league_fkey FOREIGN KEY (fantasy_league_id) REFERENCES fantasy_league,
    CONSTRAINT fantasy_round_event_fkey FOREIGN KEY (event_id) REFERENCES event,
    CONSTRAINT fantasy_round_opens_before_it_locks CHECK (opens_at < locks_at),
    CONSTRAINT fantasy_round_is_scored_after_the_lock CHECK (scored_at >= locks_at)
);
COMMENT ON TABLE fantasy_round IS 'An event for which a league is played; it counts to the event''s season.';
COMMENT ON COLUMN fantasy_round.fantasy_round_id IS 'Identity of the round.';
COMMENT ON COLUMN fantasy_round.fantasy_league_id IS 'The league.';
COMMENT ON COLUMN fantasy_round.event_id IS 'The event.';
COMMENT ON COLUMN fantasy_round.opens_at IS 'From when picks are taken.';
COMMENT ON COLUMN fantasy_round.locks_at IS 'From when they stand: the start of the event.';
COMMENT ON COLUMN fantasy_round.scored_at IS 'When it was last scored; NULL: not yet.';
COMMENT ON CONSTRAINT fantasy_round_event_fkey ON fantasy_round IS 'No index: a league has a few dozen rounds in a season.';
COMMENT ON CONSTRAINT fantasy_round_is_unique_in_league ON fantasy_round IS 'a league is played once for an event';
COMMENT ON CONSTRAINT fantasy_round_opens_before_it_locks ON fantasy_round IS 'a round opens before it locks';
COMMENT ON CONSTRAINT fantasy_round_is_scored_after_the_lock ON fantasy_round IS 'a round is scored after its lock';

CREATE TABLE fantasy_pool (
    fantasy_round_id bigint NOT NULL,
    pool text NOT NULL,
    CONSTRAINT fantasy_pool_pkey PRIMARY KEY (fantasy_round_id, pool),
    CONSTRAINT fantasy_pool_round_fkey FOREIGN KEY (fantasy_round_id) REFERENCES fantasy_round,
    CONSTRAINT fantasy_pool_is_a_letter CHECK (pool ~ '^[A-Z]$')
);
COMMENT ON TABLE fantasy_pool IS 'A pool of a round: skaters of about the same strength, of whom a user picks one.';
COMMENT ON COLUMN fantasy_pool.fantasy_round_id IS 'The round.';
COMMENT ON COLUMN fantasy_pool.pool IS 'Its letter: A has the favourites.';
COMMENT ON CONSTRAINT fantasy_pool_is_a_letter ON fantasy_pool IS 'a pool is named by a capital letter';

ALTER TABLE category ADD CONSTRAINT category_id_and_event UNIQUE (category_id, event_id);

CREATE TABLE fantasy_pool_entry (
    fantasy_round_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    pool text NOT NULL,
    event_id bigint NOT NULL,
    category_id bigint NOT NULL,
    CONSTRAINT fantasy_pool_entry_pkey PRIMARY KEY (fantasy_round_id, entry_id),
    CONSTRAINT fantasy_pool_entry_and_pool UNIQUE (fantasy_round_id, pool, entry_id),
    CONSTRAINT fantasy_pool_entry_pool_fkey FOREIGN KEY (fantasy_round_id, pool) REFERENCES fantasy_pool,
    CONSTRAINT fantasy_pool_entry_round_fkey FOREIGN KEY (fantasy_round_id, event_id) REFERENCES fantasy_round (fantasy_round_id, event_id),
    CONSTRAINT fantasy_pool_entry_category_fkey FOREIGN KEY (category_id, event_id) REFERENCES category (category_id, event_id),
    CONSTRAINT fantasy_pool_entry_entry_fkey FOREIGN KEY (entry_id, category_id) REFERENCES entry (entry_id, category_id)
);
COMMENT ON TABLE fantasy_pool_entry IS 'Who can be picked in which pool.';
COMMENT ON COLUMN fantasy_pool_entry.fantasy_round_id IS 'The round.';
COMMENT ON COLUMN fantasy_pool_entry.entry_id IS 'The team''s entry in a category of the event.';
COMMENT ON COLUMN fantasy_pool_entry.pool IS 'The pool.';
COMMENT ON COLUMN fantasy_pool_entry.event_id IS 'Event of both the round and the category.';
COMMENT ON COLUMN fantasy_pool_entry.category_id IS 'Category of the entry, carried along so that its event can be checked.';
COMMENT ON CONSTRAINT fantasy_pool_entry_pkey ON fantasy_pool_entry IS 'an entry is in one pool of a round';
COMMENT ON CONSTRAINT fantasy_pool_entry_round_fkey ON fantasy_pool_entry IS
    'No index: the primary key finds the few dozen entries of a round.';
COMMENT ON CONSTRAINT fantasy_pool_entry_category_fkey ON fantasy_pool_entry IS 'No index: a round has a few dozen entries in its pools.';
COMMENT ON CONSTRAINT fantasy_pool_entry_entry_fkey ON fantasy_pool_entry IS 'No index: a round has a few dozen entries in its pools.';

CREATE TABLE fantasy_pick (
    account_id bigint NOT NULL,
    fantasy_round_id bigint NOT NULL,
    pool text NOT NULL,
    entry_id bigint NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT fantasy_pick_pkey PRIMARY KEY (account_id, fantasy_round_id, pool),
    CONSTRAINT fantasy_pick_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    -- An entry that is merged into another takes the picks along.
    CONSTRAINT fantasy_pick_choice_fkey FOREIGN KEY (fantasy_round_id, pool, entry_id)
        REFERENCES fantasy_pool_entry (fantasy_round_id, pool, entry_id) ON UPDATE CASCADE
);
CREATE INDEX fantasy_pick_choice ON fantasy_pick (fantasy_round_id, pool, entry_id);
COMMENT ON INDEX fantasy_pick_choice IS 'serves the foreign key: an entry that leaves a pool is looked up here; scoring reads a round by it too';
COMMENT ON TABLE fantasy_pick IS 'Whom a user picks of a pool. A pick is withdrawn and made anew, never changed.';
COMMENT ON COLUMN fantasy_pick.account_id IS 'Who picks.';
COMMENT ON COLUMN fantasy_pick.fantasy_round_id IS 'The round.';
COMMENT ON COLUMN fantasy_pick.pool IS 'The pool; a user picks one of each and may leave pools out.';
COMMENT ON COLUMN fantasy_pick.entry_id IS 'The picked entry.';
COMMENT ON COLUMN fantasy_pick.made_at IS 'When it was made.';
COMMENT ON CONSTRAINT fantasy_pick_choice_fkey ON fantasy_pick IS 'a pick is of the pool of its round';

CREATE TRIGGER fantasy_pick_is_made_before_the_lock AFTER INSERT ON fantasy_pick REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
    EXECUTE FUNCTION private.check_lock('fantasy_round', 'fantasy_round_id', 'fantasy_pick_is_made_before_the_lock');
CREATE TRIGGER fantasy_pick_is_truncated_before_the_lock BEFORE TRUNCATE ON fantasy_pick FOR EACH STATEMENT
    EXECUTE FUNCTION private.check_lock('fantasy_round', 'fantasy_round_id', 'fantasy_pick_is_made_before_the_lock');
CREATE CONSTRAINT TRIGGER fantasy_pick_is_withdrawn_before_the_lock AFTER DELETE ON fantasy_pick DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION private.check_entry_is_gone('fantasy_round', 'fantasy_round_id', 'fantasy_pick_is_made_before_the_lock');
CREATE CONSTRAINT TRIGGER fantasy_pick_changes_by_a_merge AFTER UPDATE ON fantasy_pick DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION private.check_entry_is_gone('fantasy_round', 'fantasy_round_id', 'fantasy_pick_changes_by_a_merge');
CREATE TRIGGER fantasy_pick_keeps_its_pool BEFORE UPDATE ON fantasy_pick FOR EACH ROW
    WHEN ((OLD.account_id, OLD.fantasy_round_id, OLD.pool, OLD.made_at)
          IS DISTINCT FROM (NEW.account_id, NEW.fantasy_round_id, NEW.pool, NEW.made_at))
    EXECUTE FUNCTION private.refuse_change();
COMMENT ON TRIGGER fantasy_pick_is_made_before_the_lock ON fantasy_pick IS
    'a pick is made and withdrawn after its round opens and before it locks';
COMMENT ON TRIGGER fantasy_pick_is_withdrawn_before_the_lock ON fantasy_pick IS 'a pick is withdrawn before its round locks';
COMMENT ON TRIGGER fantasy_pick_changes_by_a_merge ON fantasy_pick IS
    'a pick is withdrawn and made anew, never changed, but for an entry that was merged into another';
COMMENT ON TRIGGER fantasy_pick_keeps_its_pool ON fantasy_pick IS 'a pick is withdrawn and made anew, never changed';
CREATE TRIGGER fantasy_round_lock_stands_once_passed BEFORE UPDATE ON fantasy_round FOR EACH ROW
    WHEN ((OLD.fantasy_round_id, OLD.locks_at) <> (NEW.fantasy_round_id, NEW.locks_at) AND OLD.locks_at <= clock_timestamp())
    EXECUTE FUNCTION private.refuse_lock_move();
CREATE TRIGGER fantasy_round_stays_once_locked BEFORE DELETE ON fantasy_round FOR EACH ROW
    WHEN (OLD.locks_at <= clock_timestamp()) EXECUTE FUNCTION private.refuse_lock_move();
COMMENT ON TRIGGER fantasy_round_stays_once_locked ON fantasy_round IS
    'a round whose lock has passed is not deleted: made anew, it would be open again';
CREATE TRIGGER fantasy_round_locks_after_its_picks BEFORE UPDATE ON fantasy_round FOR EACH ROW
    WHEN (NEW.locks_at < OLD.locks_at) EXECUTE FUNCTION private.check_lock_move('fantasy_pick', 'fantasy_round_id');
COMMENT ON TRIGGER fantasy_round_lock_stands_once_passed ON fantasy_round IS 'the lock of a round that has passed is not moved';
COMMENT ON TRIGGER fantasy_round_locks_after_its_picks ON fantasy_round IS 'the lock of a round is not moved before a pick that was made';

CREATE VIEW fantasy_entry_points AS
SELECT e.fantasy_round_id, e.pool, e.entry_id,
       CASE WHEN s.status IN ('ok', 'fnr') THEN coalesce(s.total, 0) ELSE 0 END::numeric AS total,
       CASE WHEN s.status = 'ok' THEN CASE s.place WHEN 1 THEN l.gold_points WHEN 2 THEN l.silver_points WHEN 3 THEN l.bronze_points
                                                   ELSE 0 END
            ELSE 0 END AS medal_points,
       s.status = 'ok' AND s.place <= 3 AS has_medal
  FROM fantasy_pool_entry AS e
  JOIN fantasy_round AS r USING (fantasy_round_id)
  JOIN fantasy_league AS l USING (fantasy_league_id)
  LEFT JOIN standing AS s ON s.category_id = e.category_id AND s.entry_id = e.entry_id;
COMMENT ON VIEW fantasy_entry_points IS 'What each entry in a pool is worth by the standing of its category; 0 as long as there is none.';
COMMENT ON COLUMN fantasy_entry_points.fantasy_round_id IS 'The round.';
COMMENT ON COLUMN fantasy_entry_points.pool IS 'The pool.';
COMMENT ON COLUMN fantasy_entry_points.entry_id IS 'The entry.';
COMMENT ON COLUMN fantasy_entry_points.total IS 'Its total score; 0: withdrawn, disqualified or not placed.';
COMMENT ON COLUMN fantasy_entry_points.medal_points IS 'What its medal gives; teams that tie get the same.';
COMMENT ON COLUMN fantasy_entry_points.has_medal IS 'Whether it won a medal; NULL: nobody is placed yet.';

CREATE TABLE fantasy_score (
    account_id bigint NOT NULL,
    fantasy_round_id bigint NOT NULL,
    points numeric NOT NULL,
    medals smallint NOT NULL,
    CONSTRAINT fantasy_score_pkey PRIMARY KEY (account_id, fantasy_round_id),
    CONSTRAINT fantasy_score_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT fantasy_score_round_fkey FOREIGN KEY (fantasy_round_id) REFERENCES fantasy_round,
    CONSTRAINT fantasy_score_has_two_decimals CHECK (points >= 0 AND points = round(points, 2)),
    CONSTRAINT fantasy_score_medals_are_a_count CHECK (medals BETWEEN 0 AND 26)
);
COMMENT ON TABLE fantasy_score IS 'What a user''s picks of a round scored; written by score_fantasy_round().';
COMMENT ON COLUMN fantasy_score.account_id IS 'Who picked.';
COMMENT ON COLUMN fantasy_score.fantasy_round_id IS 'The round.';
COMMENT ON COLUMN fantasy_score.points IS 'Totals of the picked entries plus the points for their medals.';
COMMENT ON COLUMN fantasy_score.medals IS 'How many of the picked entries won a medal.';
COMMENT ON CONSTRAINT fantasy_score_round_fkey ON fantasy_score IS
    'No index: a round that has scores has picks, which keep it from being deleted.';
COMMENT ON CONSTRAINT fantasy_score_has_two_decimals ON fantasy_score IS 'points are not negative and have at most two decimals';
COMMENT ON CONSTRAINT fantasy_score_medals_are_a_count ON fantasy_score IS 'there are at most as many medals as pools';

CREATE FUNCTION score_fantasy_round(scored_round bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    round public.fantasy_round;
    scored bigint;
BEGIN
    SELECT * INTO round FROM public.fantasy_round WHERE fantasy_round_id = scored_round FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no fantasy round %', scored_round USING ERRCODE = 'no_data_found';
    ELSIF round.locks_at > clock_timestamp() THEN
        RAISE EXCEPTION 'fantasy round % locks at %', scored_round, round.locks_at USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    INSERT INTO public.fantasy_score (account_id, fantasy_round_id, points, medals)
    SELECT p.account_id, scored_round, sum(e.total + e.medal_points), count(*) FILTER (WHERE e.has_medal)
      FROM public.fantasy_pick AS p JOIN public.fantasy_entry_points AS e USING (fantasy_round_id, pool, entry_id)
     WHERE p.fantasy_round_id = scored_round GROUP BY p.account_id
        ON CONFLICT (account_id, fantasy_round_id) DO UPDATE SET points = excluded.points, medals = excluded.medals;
    GET DIAGNOSTICS scored = ROW_COUNT;
    UPDATE public.fantasy_round SET scored_at = clock_timestamp() WHERE fantasy_round_id = scored_round;
    RETURN scored;
END
$function$;
COMMENT ON FUNCTION score_fantasy_round(bigint) IS
    'Scores all picks of a round by the standings so far, after the lock; returns how many users were scored. Safe to run again.';

CREATE VIEW fantasy_table AS
SELECT r.fantasy_league_id, e.season, s.account_id, sum(s.points) AS points, sum(s.medals) AS medals, count(*) AS rounds,
       rank() OVER (PARTITION BY r.fantasy_league_id, e.season ORDER BY sum(s.points) DESC) AS place
  FROM fantasy_score AS s JOIN fantasy_round AS r USING (fantasy_round_id) JOIN event AS e USING (event_id)
  JOIN account AS a ON a.account_id = s.account_id AND a.status <> 'deleted'
 GROUP BY r.fantasy_league_id, e.season, s.account_id;
COMMENT ON VIEW fantasy_table IS 'Users of a league in the order of what their picks scored in a season.';
COMMENT ON COLUMN fantasy_table.fantasy_league_id IS 'The league.';
COMMENT ON COLUMN fantasy_table.season IS 'Season by its first year.';
COMMENT ON COLUMN fantasy_table.account_id IS 'The user; closed accounts are left out.';
COMMENT ON COLUMN fantasy_table.points IS 'Points in all rounds of the season.';
COMMENT ON COLUMN fantasy_table.medals IS 'How many medals the picks won.';
COMMENT ON COLUMN fantasy_table.rounds IS 'In how many rounds the user was scored.';
COMMENT ON COLUMN fantasy_table.place IS 'Place in the league and season; equal users share one.';
