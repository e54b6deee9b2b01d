-- Sums of predictions by season, kept as scores come: the table of a season added all scores up each time that it was read. Figures in
-- docs/query-tuning.md.

CREATE TABLE prediction_total (
    season smallint NOT NULL,
    account_id bigint NOT NULL,
    points bigint NOT NULL,
    exact_places bigint NOT NULL,
    right_podium bigint NOT NULL,
    contests bigint NOT NULL,
    CONSTRAINT prediction_total_pkey PRIMARY KEY (season, account_id),
    CONSTRAINT prediction_total_season_fkey FOREIGN KEY (season) REFERENCES season,
    CONSTRAINT prediction_total_account_fkey FOREIGN KEY (account_id) REFERENCES account
);
CREATE INDEX prediction_total_best_first ON prediction_total (season, points DESC, exact_places DESC);
COMMENT ON INDEX prediction_total_best_first IS 'The table of a season in its order: a page of it is read from here.';
COMMENT ON TABLE prediction_total IS 'What a user''s predictions scored in a season, added up as the scores come.';
COMMENT ON COLUMN prediction_total.season IS 'Season by its first year.';
COMMENT ON COLUMN prediction_total.account_id IS 'Who predicted.';
COMMENT ON COLUMN prediction_total.points IS 'Points in all contests of the season.';
COMMENT ON COLUMN prediction_total.exact_places IS 'How many teams were named at the place where they stand.';
COMMENT ON COLUMN prediction_total.right_podium IS 'How many of the named teams stand on the podium, at whatever place.';
COMMENT ON COLUMN prediction_total.contests IS 'In how many contests the user was scored; 0: all scores were taken back.';
COMMENT ON CONSTRAINT prediction_total_account_fkey ON prediction_total IS 'No index: accounts are never deleted.';

CREATE FUNCTION private.add_up_predictions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    touched text := CASE TG_OP WHEN 'INSERT' THEN 'SELECT *, 1 AS sign FROM changed' WHEN 'DELETE' THEN 'SELECT *, -1 AS sign FROM previous'
                               ELSE 'SELECT *, 1 AS sign FROM changed UNION ALL SELECT *, -1 FROM previous' END;
BEGIN
    -- Shared locks make a change of the season wait until this transaction has ended, and the other way round.
    EXECUTE format('SELECT FROM public.category AS c JOIN public.event AS e USING (event_id)
                     WHERE c.category_id IN (SELECT category_id FROM (%s) AS s) ORDER BY c.category_id FOR SHARE', touched);
    -- In the order of accounts: two contests that are scored at once wait for each other, and do not deadlock.
    EXECUTE format('INSERT INTO public.prediction_total AS t (season, account_id, points, exact_places, right_podium, contests)
        SELECT e.season, s.account_id, sum(s.sign * s.points), sum(s.sign * s.exact_places), sum(s.sign * s.right_podium), sum(s.sign)
          FROM (%s) AS s JOIN public.category AS c USING (category_id) JOIN public.event AS e USING (event_id)
         GROUP BY e.season, s.account_id
        HAVING (sum(s.sign * s.points), sum(s.sign * s.exact_places), sum(s.sign * s.right_podium), sum(s.sign)) <> (0, 0, 0, 0)
         ORDER BY e.season, s.account_id
            ON CONFLICT (season, account_id) DO UPDATE
           SET points = t.points + excluded.points, exact_places = t.exact_places + excluded.exact_places,
               right_podium = t.right_podium + excluded.right_podium, contests = t.contests + excluded.contests', touched);
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.add_up_predictions() IS 'Adds what a statement changed in the scores to the sums of their season.';
CREATE TRIGGER prediction_score_is_added_up AFTER INSERT ON prediction_score REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.add_up_predictions();
CREATE TRIGGER prediction_score_is_added_up_anew AFTER UPDATE ON prediction_score
    REFERENCING NEW TABLE AS changed OLD TABLE AS previous FOR EACH STATEMENT EXECUTE FUNCTION private.add_up_predictions();
CREATE TRIGGER prediction_score_is_taken_off AFTER DELETE ON prediction_score REFERENCING OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.add_up_predictions();

-- The triggers hold off who would write scores meanwhile.
INSERT INTO prediction_total (season, account_id, points, exact_places, right_podium, contests)
SELECT e.season, s.account_id, sum(s.points), sum(s.exact_places), sum(s.right_podium), count(*)
  FROM prediction_score AS s JOIN category AS c USING (category_id) JOIN event AS e USING (event_id)
 GROUP BY e.season, s.account_id;

CREATE TRIGGER prediction_total_is_written_by_the_database BEFORE INSERT OR UPDATE OR DELETE ON prediction_total
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_writer();
COMMENT ON TRIGGER prediction_total_is_written_by_the_database ON prediction_total IS
    'sums of predictions are written by their scores alone';

CREATE FUNCTION private.check_scored_season() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    is_scored boolean;
BEGIN
    IF TG_TABLE_NAME = 'event' THEN
        is_scored := EXISTS (SELECT FROM public.prediction_score AS s JOIN public.category AS c USING (category_id)
                              WHERE c.event_id = NEW.event_id);
    ELSE
        is_scored := (SELECT e.season FROM public.event AS e WHERE e.event_id = OLD.event_id)
                     <> (SELECT e.season FROM public.event AS e WHERE e.event_id = NEW.event_id)
                     AND EXISTS (SELECT FROM public.prediction_score AS s WHERE s.category_id = NEW.category_id);
    END IF;
    IF is_scored THEN
        RAISE EXCEPTION 'predictions of event % are scored: delete these scores, and score again afterwards', OLD.event_id
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.check_scored_season() IS 'Refuses to move a category whose predictions are scored to another season.';
CREATE TRIGGER event_keeps_its_season_once_scored AFTER UPDATE OF season ON event FOR EACH ROW WHEN (OLD.season <> NEW.season)
    EXECUTE FUNCTION private.check_scored_season();
COMMENT ON TRIGGER event_keeps_its_season_once_scored ON event IS 'an event whose predictions are scored stays in its season';
CREATE TRIGGER category_keeps_its_season_once_scored AFTER UPDATE OF event_id ON category FOR EACH ROW WHEN (OLD.event_id <> NEW.event_id)
    EXECUTE FUNCTION private.check_scored_season();
COMMENT ON TRIGGER category_keeps_its_season_once_scored ON category IS 'a category whose predictions are scored stays in its season';

REVOKE EXECUTE ON FUNCTION private.add_up_predictions(), private.check_scored_season() FROM PUBLIC;

CREATE OR REPLACE VIEW prediction_leader AS
SELECT t.season, t.account_id, t.points, t.exact_places, t.right_podium, t.contests,
       rank() OVER (PARTITION BY t.season ORDER BY t.points DESC, t.exact_places DESC) AS place
  FROM prediction_total AS t JOIN account AS a ON a.account_id = t.account_id AND a.status <> 'deleted'
 WHERE t.contests > 0;
