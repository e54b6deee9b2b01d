-- Podiums foretold before the lock, and what they score.

CREATE TABLE prediction_rule (
    from_season smallint NOT NULL,
    exact_points smallint NOT NULL,
    podium_points smallint NOT NULL,
    whole_podium_points smallint NOT NULL,
    CONSTRAINT prediction_rule_pkey PRIMARY KEY (from_season),
    CONSTRAINT prediction_rule_season_fkey FOREIGN KEY (from_season) REFERENCES season,
    CONSTRAINT prediction_rule_points_fall CHECK (exact_points >= podium_points AND podium_points >= 0),
    CONSTRAINT prediction_rule_bonus_is_not_negative CHECK (whole_podium_points >= 0)
);
COMMENT ON TABLE prediction_rule IS 'What a prediction scores in the events of a season and of those after it, until the next rule.';
COMMENT ON COLUMN prediction_rule.from_season IS 'First season of the rule, by its first year.';
COMMENT ON COLUMN prediction_rule.exact_points IS 'For a team at the place where it stands.';
COMMENT ON COLUMN prediction_rule.podium_points IS 'For a team that stands elsewhere on the podium.';
COMMENT ON COLUMN prediction_rule.whole_podium_points IS 'On top, for naming three teams that all stand on the podium, in whatever order.';
COMMENT ON CONSTRAINT prediction_rule_points_fall ON prediction_rule IS
    'the exact place scores at least as much as another place on the podium, and neither is negative';
COMMENT ON CONSTRAINT prediction_rule_bonus_is_not_negative ON prediction_rule IS 'the bonus for the whole podium is not negative';
INSERT INTO prediction_rule (from_season, exact_points, podium_points, whole_podium_points) VALUES (2003, 3, 1, 2);

CREATE TABLE prediction_contest (
    category_id bigint NOT NULL,
    opens_at timestamptz NOT NULL DEFAULT now(),
    locks_at timestamptz NOT NULL,
    scored_at timestamptz,
    CONSTRAINT prediction_contest_pkey PRIMARY KEY (category_id),
    CONSTRAINT prediction_contest_category_fkey FOREIGN KEY (category_id) REFERENCES category,
    CONSTRAINT prediction_contest_opens_before_it_locks CHECK (opens_at < locks_at),
    CONSTRAINT prediction_contest_is_scored_after_the_lock CHECK (scored_at >= locks_at)
);
COMMENT ON TABLE prediction_contest IS 'A category whose podium is predicted.';
COMMENT ON COLUMN prediction_contest.category_id IS 'The category.';
COMMENT ON COLUMN prediction_contest.opens_at IS 'From when predictions are taken.';
COMMENT ON COLUMN prediction_contest.locks_at IS 'From when they stand: usually the start of the first segment.';
COMMENT ON COLUMN prediction_contest.scored_at IS 'When it was last scored; NULL: not yet.';
COMMENT ON CONSTRAINT prediction_contest_opens_before_it_locks ON prediction_contest IS 'a contest opens before it locks';
COMMENT ON CONSTRAINT prediction_contest_is_scored_after_the_lock ON prediction_contest IS 'a contest is scored after its lock';

CREATE TABLE prediction (
    account_id bigint NOT NULL,
    category_id bigint NOT NULL,
    place smallint NOT NULL,
    entry_id bigint NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT prediction_pkey PRIMARY KEY (account_id, category_id, place),
    CONSTRAINT prediction_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT prediction_contest_fkey FOREIGN KEY (category_id) REFERENCES prediction_contest,
    CONSTRAINT prediction_entry_fkey FOREIGN KEY (entry_id, category_id) REFERENCES entry (entry_id, category_id),
    CONSTRAINT prediction_names_a_team_once UNIQUE (account_id, category_id, entry_id),
    CONSTRAINT prediction_place_is_on_the_podium CHECK (place BETWEEN 1 AND 3)
);
CREATE INDEX prediction_category_and_entry ON prediction (category_id, entry_id);
COMMENT ON INDEX prediction_category_and_entry IS
    'serves both foreign keys: an entry that is deleted or merged is looked up here; scoring reads a category by it too';
COMMENT ON TABLE prediction IS 'Whom a user sees at which place of a podium. It is withdrawn and made anew, never changed.';
COMMENT ON COLUMN prediction.account_id IS 'Who predicts.';
COMMENT ON COLUMN prediction.category_id IS 'The category, which has a contest.';
COMMENT ON COLUMN prediction.place IS 'Place on the podium, 1 to 3; a user may leave places out.';
COMMENT ON COLUMN prediction.entry_id IS 'The team''s entry in the category.';
COMMENT ON COLUMN prediction.made_at IS 'When it was made.';
COMMENT ON CONSTRAINT prediction_entry_fkey ON prediction IS 'a predicted team is entered in the category';
COMMENT ON CONSTRAINT prediction_names_a_team_once ON prediction IS 'a prediction names a team at one place';
COMMENT ON CONSTRAINT prediction_place_is_on_the_podium ON prediction IS 'a podium has the places 1, 2 and 3';

CREATE TABLE prediction_score (
    account_id bigint NOT NULL,
    category_id bigint NOT NULL,
    points smallint NOT NULL,
    exact_places smallint NOT NULL,
    right_podium smallint NOT NULL,
    CONSTRAINT prediction_score_pkey PRIMARY KEY (account_id, category_id),
    CONSTRAINT prediction_score_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT prediction_score_contest_fkey FOREIGN KEY (category_id) REFERENCES prediction_contest,
    CONSTRAINT prediction_score_is_not_negative CHECK (points >= 0),
    CONSTRAINT prediction_score_counts_a_podium CHECK (0 <= exact_places AND exact_places <= right_podium AND right_podium <= 3)
);
COMMENT ON TABLE prediction_score IS 'What a user''s prediction of a category scored; written by score_predictions().';
COMMENT ON COLUMN prediction_score.account_id IS 'Who predicted.';
COMMENT ON COLUMN prediction_score.category_id IS 'The category.';
COMMENT ON COLUMN prediction_score.points IS 'Points by the rule of the season.';
COMMENT ON COLUMN prediction_score.exact_places IS 'How many teams were named at the place where they stand.';
COMMENT ON COLUMN prediction_score.right_podium IS 'How many of the named teams stand on the podium, at whatever place.';
COMMENT ON CONSTRAINT prediction_score_contest_fkey ON prediction_score IS
    'No index: a contest that has scores has predictions, which keep it from being deleted.';
COMMENT ON CONSTRAINT prediction_score_is_not_negative ON prediction_score IS 'points are not negative';
COMMENT ON CONSTRAINT prediction_score_counts_a_podium ON prediction_score IS
    'of three places at most three are right, and an exact place is a right one';

-- The clock is read when the rows are there: now() would let a transaction that began in time write for hours, and
-- statement_timestamp() a statement that waited for a lock or stands in a block sent as a whole.
CREATE FUNCTION private.check_lock() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    touched text := format(CASE TG_OP WHEN 'TRUNCATE' THEN 'SELECT %2$I FROM public.%1$I' ELSE 'SELECT %2$I FROM changed' END,
                           TG_ARGV[0], TG_ARGV[1]);
    lock record;
BEGIN
    -- The shared row lock makes a change of locks_at wait until this transaction has ended, and the other way round.
    FOR lock IN EXECUTE format('SELECT %2$I AS id, opens_at, locks_at FROM public.%1$I WHERE %2$I IN (%3$s) ORDER BY 1 FOR SHARE',
                               TG_ARGV[0], TG_ARGV[1], touched) LOOP
        IF clock_timestamp() < lock.opens_at OR clock_timestamp() >= lock.locks_at THEN
            RAISE EXCEPTION '% % of % % is open from % to %', TG_OP, TG_TABLE_NAME, TG_ARGV[0], lock.id, lock.opens_at, lock.locks_at
                USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_ARGV[2];
        END IF;
    END LOOP;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.check_lock() IS
    'Refuses rows whose lock has passed or that are not open yet. Arguments: table with opens_at and locks_at, its key, the rule.';
CREATE TRIGGER prediction_is_made_before_the_lock AFTER INSERT ON prediction REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
    EXECUTE FUNCTION private.check_lock('prediction_contest', 'category_id', 'prediction_is_made_before_the_lock');
CREATE TRIGGER prediction_is_truncated_before_the_lock BEFORE TRUNCATE ON prediction FOR EACH STATEMENT
    EXECUTE FUNCTION private.check_lock('prediction_contest', 'category_id', 'prediction_is_made_before_the_lock');
COMMENT ON TRIGGER prediction_is_made_before_the_lock ON prediction IS
    'a prediction is made and withdrawn after its contest opens and before it locks';

-- Two entries may turn out to be one after the lock. Predictions of the one that goes then name the other, or go where they name both.
CREATE FUNCTION private.check_entry_is_gone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    is_locked boolean := true;
BEGIN
    IF TG_OP = 'DELETE' THEN
        EXECUTE format('SELECT clock_timestamp() >= locks_at FROM public.%1$I WHERE %2$I = $1.%2$I FOR SHARE', TG_ARGV[0], TG_ARGV[1])
           INTO is_locked USING OLD;
    END IF;
    IF is_locked AND EXISTS (SELECT FROM public.entry AS e WHERE e.entry_id = OLD.entry_id) THEN
        RAISE EXCEPTION '% on % is refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_ARGV[2];
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.check_entry_is_gone() IS
    'Refuses at commit a change, and after the lock a withdrawal, unless the entry was merged into another. Arguments: see check_lock.';
CREATE CONSTRAINT TRIGGER prediction_is_withdrawn_before_the_lock AFTER DELETE ON prediction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION private.check_entry_is_gone('prediction_contest', 'category_id', 'prediction_is_made_before_the_lock');
COMMENT ON TRIGGER prediction_is_withdrawn_before_the_lock ON prediction IS 'a prediction is withdrawn before its contest locks';
CREATE CONSTRAINT TRIGGER prediction_changes_by_a_merge AFTER UPDATE ON prediction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION private.check_entry_is_gone('prediction_contest', 'category_id', 'prediction_changes_by_a_merge');
COMMENT ON TRIGGER prediction_changes_by_a_merge ON prediction IS
    'a prediction is withdrawn and made anew, never changed, but for an entry that was merged into another';
CREATE TRIGGER prediction_keeps_its_place BEFORE UPDATE OF account_id, category_id, place, made_at ON prediction
    FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();
COMMENT ON TRIGGER prediction_keeps_its_place ON prediction IS 'a prediction is withdrawn and made anew, never changed';

CREATE FUNCTION private.refuse_lock_move() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    RAISE EXCEPTION 'the lock of % passed at %', TG_TABLE_NAME, OLD.locks_at
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION private.refuse_lock_move() IS 'Refuses to move or delete a lock that has passed.';
CREATE TRIGGER prediction_contest_lock_stands_once_passed BEFORE UPDATE ON prediction_contest FOR EACH ROW
    WHEN ((OLD.category_id, OLD.locks_at) <> (NEW.category_id, NEW.locks_at) AND OLD.locks_at <= clock_timestamp())
    EXECUTE FUNCTION private.refuse_lock_move();
CREATE TRIGGER prediction_contest_stays_once_locked BEFORE DELETE ON prediction_contest FOR EACH ROW
    WHEN (OLD.locks_at <= clock_timestamp()) EXECUTE FUNCTION private.refuse_lock_move();
COMMENT ON TRIGGER prediction_contest_stays_once_locked ON prediction_contest IS
    'a contest whose lock has passed is not deleted: made anew, it would be open again';
COMMENT ON TRIGGER prediction_contest_lock_stands_once_passed ON prediction_contest IS 'a lock that has passed is not moved';

CREATE FUNCTION private.check_lock_move() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    is_late boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%1$I WHERE %2$I = $1.%2$I AND made_at >= $1.locks_at)', TG_ARGV[0], TG_ARGV[1])
       INTO is_late USING NEW;
    IF is_late THEN
        RAISE EXCEPTION 'there are rows of % that were made at % or later', TG_ARGV[0], NEW.locks_at
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION private.check_lock_move() IS
    'Refuses a lock before what was made under it. Arguments: table of what is made, its column that points here.';
CREATE TRIGGER prediction_contest_locks_after_its_predictions BEFORE UPDATE ON prediction_contest FOR EACH ROW
    WHEN (NEW.locks_at < OLD.locks_at) EXECUTE FUNCTION private.check_lock_move('prediction', 'category_id');
COMMENT ON TRIGGER prediction_contest_locks_after_its_predictions ON prediction_contest IS
    'a lock is not moved before a prediction that was made';

CREATE FUNCTION score_predictions(scored_category bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    contest public.prediction_contest;
    rule public.prediction_rule;
    scored bigint;
BEGIN
    SELECT * INTO contest FROM public.prediction_contest WHERE category_id = scored_category FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'category % has no contest', scored_category USING ERRCODE = 'no_data_found';
    ELSIF contest.locks_at > clock_timestamp() THEN
        RAISE EXCEPTION 'the contest of category % locks at %', scored_category, contest.locks_at
            USING ERRCODE = 'object_not_in_prerequisite_state';
    ELSIF NOT EXISTS (SELECT FROM public.standing AS s WHERE s.category_id = scored_category AND s.place IS NOT NULL) THEN
        RAISE EXCEPTION 'category % has no standing yet', scored_category USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    SELECT r.* INTO STRICT rule FROM public.category AS c JOIN public.event AS e USING (event_id)
      JOIN public.prediction_rule AS r ON r.from_season <= e.season
     WHERE c.category_id = scored_category ORDER BY r.from_season DESC LIMIT 1;
    -- Teams that tie fill the places from theirs on: of two firsts each is right at 1 and at 2.
    WITH podium AS (
        SELECT s.entry_id, s.place, count(*) OVER (PARTITION BY s.place) AS teams
          FROM public.standing AS s WHERE s.category_id = scored_category AND s.place <= 3),
    guessed AS (
        SELECT p.account_id, count(podium.entry_id) AS right_podium,
               count(*) FILTER (WHERE p.place BETWEEN podium.place AND podium.place + podium.teams - 1) AS exact_places
          FROM public.prediction AS p LEFT JOIN podium USING (entry_id)
         WHERE p.category_id = scored_category GROUP BY p.account_id)
    INSERT INTO public.prediction_score (account_id, category_id, points, exact_places, right_podium)
    SELECT g.account_id, scored_category,
           g.exact_places * rule.exact_points + (g.right_podium - g.exact_places) * rule.podium_points
           + CASE g.right_podium WHEN 3 THEN rule.whole_podium_points ELSE 0 END,
           g.exact_places, g.right_podium
      FROM guessed AS g
        ON CONFLICT (account_id, category_id) DO UPDATE
       SET points = excluded.points, exact_places = excluded.exact_places, right_podium = excluded.right_podium;
    GET DIAGNOSTICS scored = ROW_COUNT;
    UPDATE public.prediction_contest SET scored_at = clock_timestamp() WHERE category_id = scored_category;
    RETURN scored;
END
$function$;
COMMENT ON FUNCTION score_predictions(bigint) IS
    'Scores all predictions of a category by its standing, after the lock; returns how many users were scored. A revised standing: run it again.';

CREATE VIEW prediction_leader AS
SELECT e.season, s.account_id, sum(s.points) AS points, sum(s.exact_places) AS exact_places, sum(s.right_podium) AS right_podium,
       count(*) AS contests, rank() OVER (PARTITION BY e.season ORDER BY sum(s.points) DESC, sum(s.exact_places) DESC) AS place
  FROM prediction_score AS s JOIN category AS c USING (category_id) JOIN event AS e USING (event_id)
  JOIN account AS a ON a.account_id = s.account_id AND a.status <> 'deleted'
 GROUP BY e.season, s.account_id;
COMMENT ON VIEW prediction_leader IS 'Users in the order of what their predictions scored in a season; as many points: more exact places go first.';
COMMENT ON COLUMN prediction_leader.season IS 'Season by its first year.';
COMMENT ON COLUMN prediction_leader.account_id IS 'The user; closed accounts are left out.';
COMMENT ON COLUMN prediction_leader.points IS 'Points in all contests of the season.';
COMMENT ON COLUMN prediction_leader.exact_places IS 'How many teams were named at the place where they stand.';
COMMENT ON COLUMN prediction_leader.right_podium IS 'How many of the named teams stand on the podium, at whatever place.';
COMMENT ON COLUMN prediction_leader.contests IS 'In how many contests the user was scored.';
COMMENT ON COLUMN prediction_leader.place IS 'Place in the season; equal users share one.';
