-- What is skated to which music, and how a category ended: a decision that may be revised.
-- squawk-ignore-file constraint-missing-not-valid
-- Entries are some ten thousand rows: a unique index over them holds writers up for milliseconds.
-- squawk-ignore-file disallowed-unique-constraint, require-concurrent-index-creation

CREATE TABLE music_work (
    music_work_id bigint GENERATED ALWAYS AS IDENTITY,
    title text NOT NULL,
    composer text,
    performer text,
    CONSTRAINT music_work_pkey PRIMARY KEY (music_work_id),
    CONSTRAINT music_work_is_recorded_once UNIQUE NULLS NOT DISTINCT (title, composer, performer),
    CONSTRAINT music_work_title_is_tidy CHECK (title = btrim(title) AND char_length(title) BETWEEN 1 AND 300),
    CONSTRAINT music_work_people_are_tidy CHECK (
        composer = btrim(composer) AND char_length(composer) BETWEEN 1 AND 300
        AND performer = btrim(performer) AND char_length(performer) BETWEEN 1 AND 300)
);
COMMENT ON TABLE music_work IS 'A piece of music to which programmes are skated.';
COMMENT ON COLUMN music_work.music_work_id IS 'Identity of the piece.';
COMMENT ON COLUMN music_work.title IS 'Title as the biographies print it.';
COMMENT ON COLUMN music_work.composer IS 'Composer or composers; NULL: not known.';
COMMENT ON COLUMN music_work.performer IS 'Who performs it; NULL: not known.';
COMMENT ON CONSTRAINT music_work_is_recorded_once ON music_work IS 'a piece of this title, composer and performer is recorded already';
COMMENT ON CONSTRAINT music_work_title_is_tidy ON music_work IS 'a title has 1 to 300 characters and no space around it';
COMMENT ON CONSTRAINT music_work_people_are_tidy ON music_work IS
    'composer and performer have 1 to 300 characters and no space around them, or are left empty';

CREATE TABLE programme (
    programme_id bigint GENERATED ALWAYS AS IDENTITY,
    team_id bigint NOT NULL,
    season smallint NOT NULL,
    kind text NOT NULL,
    title text,
    theme text,
    media_url text,
    during daterange NOT NULL DEFAULT '(,)',
    CONSTRAINT programme_pkey PRIMARY KEY (programme_id),
    CONSTRAINT programme_id_and_team UNIQUE (programme_id, team_id),
    CONSTRAINT programme_team_fkey FOREIGN KEY (team_id) REFERENCES team,
    CONSTRAINT programme_season_fkey FOREIGN KEY (season) REFERENCES season,
    CONSTRAINT programme_one_at_a_time
        EXCLUDE USING gist (team_id WITH =, season WITH =, kind WITH =, during WITH &&),
    CONSTRAINT programme_kind_is_known CHECK (kind IN ('short', 'free', 'original', 'exhibition')),
    CONSTRAINT programme_words_fit CHECK (
        title = btrim(title) AND char_length(title) BETWEEN 1 AND 300
        AND theme = btrim(theme) AND char_length(theme) BETWEEN 1 AND 1000),
    CONSTRAINT programme_media_url_is_web CHECK (media_url ~ '^https?://[^[:space:]]+$'),
    CONSTRAINT programme_during_is_not_empty CHECK (NOT isempty(during))
);
COMMENT ON TABLE programme IS 'What a team skates in a kind of segment in a season.';
COMMENT ON COLUMN programme.programme_id IS 'Identity of the programme.';
COMMENT ON COLUMN programme.team_id IS 'The team.';
COMMENT ON COLUMN programme.season IS 'Season, by the year in which it begins.';
COMMENT ON COLUMN programme.kind IS 'short (also short and rhythm dance), free, original (to 2009/10) or exhibition; compulsory dances have set music.';
COMMENT ON COLUMN programme.title IS 'How people call it; NULL: by its music.';
COMMENT ON COLUMN programme.theme IS 'What it is about; NULL: not told.';
COMMENT ON COLUMN programme.media_url IS 'Web address of a recording or picture.';
COMMENT ON COLUMN programme.during IS 'The days in which it is skated: unbounded unless the team changes it within the season.';
COMMENT ON CONSTRAINT programme_season_fkey ON programme IS 'No index: seasons are never deleted.';
COMMENT ON CONSTRAINT programme_one_at_a_time ON programme IS 'a team has one programme of a kind at a time in a season';
COMMENT ON CONSTRAINT programme_kind_is_known ON programme IS 'a programme is short, free, original or exhibition';
COMMENT ON CONSTRAINT programme_words_fit ON programme IS
    'a title has 1 to 300 characters, a theme 1 to 1,000, no space around them; both may be left empty';
COMMENT ON CONSTRAINT programme_media_url_is_web ON programme IS 'a web address begins with http:// or https://';
COMMENT ON CONSTRAINT programme_during_is_not_empty ON programme IS 'a programme is skated for a day at least';
CREATE INDEX programme_team_idx ON programme (team_id);

CREATE TABLE programme_choreographer (
    programme_id bigint NOT NULL,
    position smallint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT programme_choreographer_pkey PRIMARY KEY (programme_id, position),
    CONSTRAINT programme_choreographer_is_one_person UNIQUE (programme_id, person_id),
    CONSTRAINT programme_choreographer_programme_fkey FOREIGN KEY (programme_id) REFERENCES programme ON DELETE CASCADE,
    CONSTRAINT programme_choreographer_person_fkey FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT programme_choreographer_position_is_plausible CHECK (position BETWEEN 1 AND 10)
);
COMMENT ON TABLE programme_choreographer IS 'Who made a programme.';
COMMENT ON COLUMN programme_choreographer.programme_id IS 'The programme.';
COMMENT ON COLUMN programme_choreographer.position IS 'Place in the list, from 1.';
COMMENT ON COLUMN programme_choreographer.person_id IS 'The choreographer.';
COMMENT ON CONSTRAINT programme_choreographer_is_one_person ON programme_choreographer IS 'a choreographer is named once for a programme';
COMMENT ON CONSTRAINT programme_choreographer_position_is_plausible ON programme_choreographer IS 'a programme has 1 to 10 choreographers';
CREATE INDEX programme_choreographer_person_idx ON programme_choreographer (person_id);

CREATE TABLE programme_music (
    programme_id bigint NOT NULL,
    position smallint NOT NULL,
    music_work_id bigint NOT NULL,
    CONSTRAINT programme_music_pkey PRIMARY KEY (programme_id, position),
    CONSTRAINT programme_music_programme_fkey FOREIGN KEY (programme_id) REFERENCES programme ON DELETE CASCADE,
    CONSTRAINT programme_music_work_fkey FOREIGN KEY (music_work_id) REFERENCES music_work,
    CONSTRAINT programme_music_position_is_plausible CHECK (position BETWEEN 1 AND 20)
);
COMMENT ON TABLE programme_music IS 'The music of a programme in the order in which it sounds; a piece may return.';
COMMENT ON COLUMN programme_music.programme_id IS 'The programme.';
COMMENT ON COLUMN programme_music.position IS 'Place in the order, from 1.';
COMMENT ON COLUMN programme_music.music_work_id IS 'The piece.';
COMMENT ON CONSTRAINT programme_music_position_is_plausible ON programme_music IS 'a programme has 1 to 20 pieces of music';
CREATE INDEX programme_music_work_idx ON programme_music (music_work_id);

-- The team is carried along beside the programme, so that keys can say: the programme is that of the team which skates.
-- They are deferrable because merging two teams moves the entry and the programme one after the other.
ALTER TABLE entry ADD CONSTRAINT entry_id_and_team UNIQUE (entry_id, team_id);
ALTER TABLE performance ADD COLUMN programme_id bigint, ADD COLUMN programme_team_id bigint;
COMMENT ON COLUMN performance.programme_id IS 'What was skated; NULL: not told.';
COMMENT ON COLUMN performance.programme_team_id IS 'Team of both the programme and the entry, filled with the programme.';
ALTER TABLE performance
    ADD CONSTRAINT performance_programme_fkey FOREIGN KEY (programme_id, programme_team_id)
        REFERENCES programme (programme_id, team_id) DEFERRABLE NOT VALID,
    ADD CONSTRAINT performance_programme_entry_fkey FOREIGN KEY (entry_id, programme_team_id)
        REFERENCES entry (entry_id, team_id) DEFERRABLE NOT VALID,
    ADD CONSTRAINT performance_programme_comes_with_team
        CHECK ((programme_id IS NULL) = (programme_team_id IS NULL)) NOT VALID;
ALTER TABLE performance VALIDATE CONSTRAINT performance_programme_fkey;
ALTER TABLE performance VALIDATE CONSTRAINT performance_programme_entry_fkey;
ALTER TABLE performance VALIDATE CONSTRAINT performance_programme_comes_with_team;
COMMENT ON CONSTRAINT performance_programme_entry_fkey ON performance IS
    'No index: the entry is searched by the index of performance_entry_fkey, which begins with it.';
COMMENT ON CONSTRAINT performance_programme_comes_with_team ON performance IS 'a programme comes with the team whose it is';
CREATE INDEX performance_programme_idx ON performance (programme_id, programme_team_id) WHERE programme_id IS NOT NULL;

CREATE FUNCTION fill_programme_team() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    NEW.programme_team_id := (SELECT p.team_id FROM public.programme AS p WHERE p.programme_id = NEW.programme_id);
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION fill_programme_team() IS 'Carries the team of the programme along.';
CREATE TRIGGER performance_gets_programme_team BEFORE INSERT ON performance
    FOR EACH ROW WHEN (NEW.programme_id IS NOT NULL AND NEW.programme_team_id IS NULL) EXECUTE FUNCTION fill_programme_team();
CREATE TRIGGER performance_changes_programme_team BEFORE UPDATE OF programme_id ON performance
    FOR EACH ROW WHEN (NEW.programme_id IS DISTINCT FROM OLD.programme_id) EXECUTE FUNCTION fill_programme_team();

-- How a category ended.
CREATE TABLE standing_decision (
    standing_decision_id bigint GENERATED ALWAYS AS IDENTITY,
    category_id bigint NOT NULL,
    revision smallint NOT NULL,
    basis text NOT NULL DEFAULT 'ruling',
    reason text NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    decided_by text NOT NULL DEFAULT session_user,
    CONSTRAINT standing_decision_pkey PRIMARY KEY (standing_decision_id),
    CONSTRAINT standing_decision_id_and_category UNIQUE (standing_decision_id, category_id),
    CONSTRAINT standing_decision_category_fkey FOREIGN KEY (category_id) REFERENCES category,
    CONSTRAINT standing_decision_revision_is_unique UNIQUE (category_id, revision),
    CONSTRAINT standing_decision_is_numbered_from_1 CHECK (revision >= 1),
    CONSTRAINT standing_decision_basis_is_known CHECK (basis IN ('rules', 'ruling')),
    CONSTRAINT standing_decision_reason_is_said CHECK (reason = btrim(reason) AND char_length(reason) BETWEEN 1 AND 1000)
);
COMMENT ON TABLE standing_decision IS
    'Who decided when how a category ended. The newest revision holds: a disqualification years later makes another.';
COMMENT ON COLUMN standing_decision.standing_decision_id IS 'Identity of the decision.';
COMMENT ON COLUMN standing_decision.category_id IS 'The category.';
COMMENT ON COLUMN standing_decision.revision IS 'Number of the decision in its category, from 1.';
COMMENT ON COLUMN standing_decision.basis IS
    'rules: as propose_standing computes it; ruling: people decided, and no import decides anew.';
COMMENT ON COLUMN standing_decision.reason IS 'Why it was decided so.';
COMMENT ON COLUMN standing_decision.decided_at IS 'When.';
COMMENT ON COLUMN standing_decision.decided_by IS 'By whom: a database role unless told otherwise.';
COMMENT ON CONSTRAINT standing_decision_revision_is_unique ON standing_decision IS 'the decisions of a category have different numbers';
COMMENT ON CONSTRAINT standing_decision_is_numbered_from_1 ON standing_decision IS 'decisions are numbered from 1';
COMMENT ON CONSTRAINT standing_decision_basis_is_known ON standing_decision IS 'a standing follows the rules or a ruling';
COMMENT ON CONSTRAINT standing_decision_reason_is_said ON standing_decision IS 'the reason of a decision has 1 to 1,000 characters';

CREATE TABLE standing_place (
    standing_decision_id bigint NOT NULL,
    category_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    place smallint,
    total points,
    status text NOT NULL DEFAULT 'ok',
    CONSTRAINT standing_place_pkey PRIMARY KEY (standing_decision_id, entry_id),
    CONSTRAINT standing_place_decision_fkey FOREIGN KEY (standing_decision_id, category_id)
        REFERENCES standing_decision (standing_decision_id, category_id),
    CONSTRAINT standing_place_entry_fkey FOREIGN KEY (entry_id, category_id) REFERENCES entry (entry_id, category_id)
        ON DELETE CASCADE,
    CONSTRAINT standing_place_is_positive CHECK (place >= 1),
    CONSTRAINT standing_place_total_is_positive CHECK (total >= 0),
    CONSTRAINT standing_place_status_is_known CHECK (status IN ('ok', 'wd', 'dnq', 'dns', 'fnr', 'dsq')),
    CONSTRAINT standing_place_is_of_those_who_finished CHECK (place IS NULL OR status IN ('ok', 'fnr'))
);
COMMENT ON TABLE standing_place IS 'The place of an entry by a decision. Places need be neither unique (ties) nor dense (disqualifications).';
COMMENT ON COLUMN standing_place.standing_decision_id IS 'The decision.';
COMMENT ON COLUMN standing_place.category_id IS 'Category of both the decision and the entry.';
COMMENT ON COLUMN standing_place.entry_id IS 'The entry.';
COMMENT ON COLUMN standing_place.place IS 'The place; NULL: none.';
COMMENT ON COLUMN standing_place.total IS 'Sum of the segments, in points; NULL: not finished, or taken away.';
COMMENT ON COLUMN standing_place.status IS
    'ok; fnr: skated before the free segment and did not reach it, placed behind those who did; wd, dnq, dns, dsq: no place.';
COMMENT ON CONSTRAINT standing_place_decision_fkey ON standing_place IS 'a place is that of a decision of the category. No index: decisions are never deleted.';
COMMENT ON CONSTRAINT standing_place_entry_fkey ON standing_place IS 'a place is that of an entry of the category';
COMMENT ON CONSTRAINT standing_place_is_positive ON standing_place IS 'places begin at 1';
COMMENT ON CONSTRAINT standing_place_total_is_positive ON standing_place IS 'a total is not negative';
COMMENT ON CONSTRAINT standing_place_status_is_known ON standing_place IS 'a status is ok, wd, dnq, dns, fnr or dsq';
COMMENT ON CONSTRAINT standing_place_is_of_those_who_finished ON standing_place IS
    'only who finished, or skated before a final not reached, has a place';
CREATE INDEX standing_place_entry_idx ON standing_place (entry_id, category_id);

CREATE FUNCTION refuse_standing_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    -- An entry that turns out to be another one's takes its places along; entries that skated are not deleted otherwise.
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'standing_place' THEN
        IF NOT EXISTS (SELECT FROM public.entry AS e WHERE e.entry_id = OLD.entry_id) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'a decision stays as it was: decide anew'
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION refuse_standing_change() IS 'Keeps decisions append-only.';
CREATE TRIGGER standing_decision_is_kept BEFORE UPDATE OR DELETE ON standing_decision
    FOR EACH ROW EXECUTE FUNCTION refuse_standing_change();
CREATE TRIGGER standing_place_is_kept BEFORE UPDATE OR DELETE ON standing_place
    FOR EACH ROW EXECUTE FUNCTION refuse_standing_change();
COMMENT ON TRIGGER standing_decision_is_kept ON standing_decision IS 'decisions are neither changed nor deleted';
COMMENT ON TRIGGER standing_place_is_kept ON standing_place IS 'the places of a decision are neither changed nor deleted';

CREATE VIEW standing AS
SELECT d.category_id, p.entry_id, e.team_id, p.place, p.total, p.status
  FROM standing_decision AS d
  JOIN standing_place AS p USING (standing_decision_id)
  JOIN entry AS e ON e.entry_id = p.entry_id
 WHERE d.revision = (SELECT max(newest.revision) FROM standing_decision AS newest WHERE newest.category_id = d.category_id);
COMMENT ON VIEW standing IS 'How each category ended, by its newest decision.';
COMMENT ON COLUMN standing.category_id IS 'The category.';
COMMENT ON COLUMN standing.entry_id IS 'The entry.';
COMMENT ON COLUMN standing.team_id IS 'The team of the entry.';
COMMENT ON COLUMN standing.place IS 'The place; NULL: none.';
COMMENT ON COLUMN standing.total IS 'Sum of the segments, in points; NULL: not finished, or taken away.';
COMMENT ON COLUMN standing.status IS 'ok, fnr, wd, dnq, dns or dsq.';

-- ISU Special Regulations 353: the total decides, then the free segment; who did not skate it stands as in the short segment, where
-- the elements decide between equal totals. Who is equal in both shares the place.
CREATE FUNCTION propose_standings(category_ids bigint[])
RETURNS TABLE (category_id bigint, entry_id bigint, place smallint, total points, status text) LANGUAGE sql STABLE AS $function$
    WITH skated AS (
        SELECT e.category_id, e.entry_id, e.status, count(*) FILTER (WHERE p.status <> 'ok') > 0 AS is_broken_off,
               sum(p.tss) AS total, max(p.tss) FILTER (WHERE s.kind = 'free') AS free,
               sum(p.tss) FILTER (WHERE s.kind <> 'free') AS earlier,
               sum(p.tes) FILTER (WHERE s.kind <> 'free') AS earlier_tes
          FROM public.entry AS e
          JOIN public.category AS c ON c.category_id = e.category_id AND NOT c.team_event
          LEFT JOIN public.performance AS p ON p.entry_id = e.entry_id
          LEFT JOIN public.segment AS s ON s.segment_id = p.segment_id
         WHERE e.category_id = ANY (category_ids)
         GROUP BY e.entry_id
    ), field AS (
        SELECT *, count(free) OVER (PARTITION BY skated.category_id) > 0 AS has_free,
               count(skated.total) OVER (PARTITION BY skated.category_id) > 0 AS has_begun,
               min(earlier) FILTER (WHERE free IS NOT NULL) OVER (PARTITION BY skated.category_id) AS last_qualified
          FROM skated
    ), ended AS (
        -- Sheets do not say who was cut before the free segment: those behind all who skated it. Others without it gave up.
        SELECT *, CASE
                   WHEN field.status = 'ok' AND NOT is_broken_off AND (free IS NOT NULL OR NOT has_free AND field.total IS NOT NULL)
                       THEN 'finished'
                   WHEN NOT has_free OR field.total IS NULL OR is_broken_off THEN 'unplaced'
                   WHEN field.status = 'fnr' OR field.status = 'ok' AND (earlier > last_qualified) IS NOT TRUE THEN 'cut'
                   ELSE 'unplaced'
               END AS outcome
          FROM field WHERE has_begun
    )
    SELECT ended.category_id, ended.entry_id,
           CASE WHEN outcome <> 'unplaced' THEN rank() OVER (
               PARTITION BY ended.category_id ORDER BY outcome = 'finished' DESC, outcome = 'cut' DESC, ended.total DESC, free DESC,
                        CASE WHEN free IS NULL THEN earlier_tes END DESC
           ) END::smallint,
           CASE WHEN outcome <> 'unplaced' THEN ended.total END::public.points,
           CASE WHEN outcome = 'cut' THEN 'fnr' ELSE ended.status END
      FROM ended
$function$;
COMMENT ON FUNCTION propose_standings(bigint[]) IS
    'How categories end by the rules. Parts of team events have no standing, nor have categories in which nobody was scored.';

CREATE FUNCTION propose_standing(category_id bigint)
RETURNS TABLE (entry_id bigint, place smallint, total points, status text) LANGUAGE sql STABLE AS $function$
    SELECT p.entry_id, p.place, p.total, p.status FROM public.propose_standings(ARRAY[$1]) AS p
$function$;
COMMENT ON FUNCTION propose_standing(bigint) IS 'How a category ends by the rules; nothing is stored.';

CREATE FUNCTION decide_standings(category_ids bigint[], reason text, over_rulings boolean DEFAULT false) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    decided integer;
BEGIN
    -- Two that decide at once would take the same number.
    PERFORM FROM public.category AS c WHERE c.category_id = ANY (category_ids) ORDER BY c.category_id FOR NO KEY UPDATE;
    WITH proposed AS MATERIALIZED (
        SELECT * FROM public.propose_standings(category_ids) AS p
    ), newest AS (
        SELECT DISTINCT ON (d.category_id) d.* FROM public.standing_decision AS d
         WHERE d.category_id = ANY (category_ids) ORDER BY d.category_id, d.revision DESC
    ), changed AS (
        SELECT proposed.category_id, coalesce(newest.revision, 0) + 1 AS revision
          FROM proposed
          LEFT JOIN newest USING (category_id)
          LEFT JOIN public.standing_place AS stands
                 ON stands.standing_decision_id = newest.standing_decision_id AND stands.entry_id = proposed.entry_id
         WHERE over_rulings OR newest.basis IS DISTINCT FROM 'ruling'
         GROUP BY proposed.category_id, newest.standing_decision_id, newest.revision
        HAVING newest.revision IS NULL
            OR bool_or((proposed.place, proposed.total, proposed.status) IS DISTINCT FROM (stands.place, stands.total, stands.status))
            OR count(*) <> (SELECT count(*) FROM public.standing_place AS s
                             WHERE s.standing_decision_id = newest.standing_decision_id)
    ), made AS (
        INSERT INTO public.standing_decision (category_id, revision, basis, reason)
        SELECT changed.category_id, changed.revision, 'rules', decide_standings.reason FROM changed ORDER BY changed.category_id
        RETURNING standing_decision.standing_decision_id, standing_decision.category_id
    ), placed AS (
        INSERT INTO public.standing_place (standing_decision_id, category_id, entry_id, place, total, status)
        SELECT made.standing_decision_id, made.category_id, p.entry_id, p.place, p.total, p.status
          FROM made JOIN proposed AS p USING (category_id)
         ORDER BY made.standing_decision_id, p.place, p.entry_id
    )
    SELECT count(*) INTO decided FROM made;
    RETURN decided;
END
$function$;
COMMENT ON FUNCTION decide_standings(bigint[], text, boolean) IS
    'Records the standing by the rules where it differs from the newest decision, and returns for how many categories.'
    ' Where the newest is a ruling it stands, unless over_rulings.';

CREATE FUNCTION decide_standing(category_id bigint, reason text) RETURNS smallint
LANGUAGE sql SET search_path = pg_catalog, public AS $function$
    SELECT public.decide_standings(ARRAY[$1], $2, true);
    SELECT max(d.revision) FROM public.standing_decision AS d WHERE d.category_id = $1
$function$;
COMMENT ON FUNCTION decide_standing(bigint, text) IS
    'Records the standing of a category by the rules, if it differs, and returns the number of the newest decision; NULL: there is none.';
