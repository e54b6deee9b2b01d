-- What official sheets hold beside their scores: single deductions, their own errors, corrections and where they stood.
-- Constraints are replaced by weaker ones of the same name, and validated at once: what is stored passes, each table is
-- read once, and a rule left unvalidated would tell neither planners nor people anything.
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid

-- Errors of the sheet itself. A reason lifts the rules about sums for its row; types and ranges hold for all rows.
ALTER TABLE performance ADD COLUMN override_reason text;
ALTER TABLE element ADD COLUMN override_reason text;
ALTER TABLE component ADD COLUMN override_reason text;
COMMENT ON COLUMN performance.override_reason IS
    'Why the sheet contradicts itself: tss, tes, pcs and deductions may then differ from their parts; NULL: it does not.';
COMMENT ON COLUMN element.override_reason IS
    'Why the element contradicts itself: its score and number of marks may then differ from the rules; NULL: it does not.';
COMMENT ON COLUMN component.override_reason IS
    'Why the component contradicts itself: its number of marks may then differ from the panel; NULL: it does not.';

ALTER TABLE performance
    ADD CONSTRAINT performance_override_reason_is_said
        CHECK (override_reason = btrim(override_reason) AND char_length(override_reason) BETWEEN 1 AND 1000) NOT VALID,
    DROP CONSTRAINT performance_tss_is_sum,
    ADD CONSTRAINT performance_tss_is_sum CHECK (tss = tes + pcs - deductions OR override_reason IS NOT NULL) NOT VALID;
ALTER TABLE element
    ADD CONSTRAINT element_override_reason_is_said
        CHECK (override_reason = btrim(override_reason) AND char_length(override_reason) BETWEEN 1 AND 1000) NOT VALID,
    DROP CONSTRAINT element_score_is_sum,
    ADD CONSTRAINT element_score_is_sum CHECK (panel_score = base_value + goe OR override_reason IS NOT NULL) NOT VALID,
    DROP CONSTRAINT element_without_value_has_no_goe,
    ADD CONSTRAINT element_without_value_has_no_goe
        CHECK (base_value <> 0 OR goe = 0 OR override_reason IS NOT NULL) NOT VALID;
ALTER TABLE component
    ADD CONSTRAINT component_override_reason_is_said
        CHECK (override_reason = btrim(override_reason) AND char_length(override_reason) BETWEEN 1 AND 1000) NOT VALID;
ALTER TABLE performance VALIDATE CONSTRAINT performance_override_reason_is_said;
ALTER TABLE performance VALIDATE CONSTRAINT performance_tss_is_sum;
ALTER TABLE element VALIDATE CONSTRAINT element_override_reason_is_said;
ALTER TABLE element VALIDATE CONSTRAINT element_score_is_sum;
ALTER TABLE element VALIDATE CONSTRAINT element_without_value_has_no_goe;
ALTER TABLE component VALIDATE CONSTRAINT component_override_reason_is_said;
COMMENT ON CONSTRAINT performance_override_reason_is_said ON performance IS 'the reason of an override has 1 to 1,000 characters';
COMMENT ON CONSTRAINT element_override_reason_is_said ON element IS 'the reason of an override has 1 to 1,000 characters';
COMMENT ON CONSTRAINT component_override_reason_is_said ON component IS 'the reason of an override has 1 to 1,000 characters';
COMMENT ON CONSTRAINT performance_tss_is_sum ON performance IS 'the total is elements plus components minus deductions';
COMMENT ON CONSTRAINT element_score_is_sum ON element IS 'the score of an element is its base value plus its grade of execution';
COMMENT ON CONSTRAINT element_without_value_has_no_goe ON element IS 'an element without base value has no grade of execution';

-- Where a sheet stood.
CREATE TABLE source_document (
    source_document_id bigint GENERATED ALWAYS AS IDENTITY,
    location text NOT NULL,
    sha256 text,
    noted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT source_document_pkey PRIMARY KEY (source_document_id),
    CONSTRAINT source_document_location_is_unique UNIQUE (location),
    CONSTRAINT source_document_location_is_tidy
        CHECK (location = btrim(location) AND char_length(location) BETWEEN 1 AND 2000),
    CONSTRAINT source_document_sha256_is_hexadecimal CHECK (sha256 ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE source_document IS 'A file or web page from which sheets were taken.';
COMMENT ON COLUMN source_document.source_document_id IS 'Identity of the document.';
COMMENT ON COLUMN source_document.location IS 'Web address or file name.';
COMMENT ON COLUMN source_document.sha256 IS 'SHA-256 of its contents as hexadecimal digits; NULL: not known.';
COMMENT ON COLUMN source_document.noted_at IS 'When it was first named here.';
COMMENT ON CONSTRAINT source_document_location_is_unique ON source_document IS 'a document is recorded once';
COMMENT ON CONSTRAINT source_document_location_is_tidy ON source_document IS
    'the place of a document has 1 to 2,000 characters and no space around it';
COMMENT ON CONSTRAINT source_document_sha256_is_hexadecimal ON source_document IS 'a SHA-256 has 64 hexadecimal digits in lower case';

ALTER TABLE performance ADD COLUMN source_document_id bigint;
ALTER TABLE performance ADD CONSTRAINT performance_source_document_fkey
    FOREIGN KEY (source_document_id) REFERENCES source_document NOT VALID;
ALTER TABLE performance VALIDATE CONSTRAINT performance_source_document_fkey;
COMMENT ON COLUMN performance.source_document_id IS 'The document that held the sheet; NULL: not told.';
COMMENT ON CONSTRAINT performance_source_document_fkey ON performance IS 'No index: documents are never deleted.';

-- Single deductions.
CREATE TABLE deduction (
    performance_id bigint NOT NULL,
    no smallint NOT NULL,
    kind text NOT NULL,
    points points,
    count smallint,
    votes_for smallint,
    votes_of smallint,
    raw_text text,
    override_reason text,
    CONSTRAINT deduction_pkey PRIMARY KEY (performance_id, no),
    CONSTRAINT deduction_performance_fkey FOREIGN KEY (performance_id) REFERENCES performance ON DELETE CASCADE,
    CONSTRAINT deduction_no_is_plausible CHECK (no BETWEEN 1 AND 30),
    CONSTRAINT deduction_kind_is_known FOREIGN KEY (kind) REFERENCES deduction_kind,
    CONSTRAINT deduction_points_are_positive CHECK (points >= 0),
    CONSTRAINT deduction_count_is_positive CHECK (count >= 1),
    CONSTRAINT deduction_votes_come_together CHECK ((votes_for IS NULL) = (votes_of IS NULL)),
    CONSTRAINT deduction_votes_are_of_a_panel CHECK (votes_for BETWEEN 0 AND votes_of AND votes_of BETWEEN 1 AND 20),
    CONSTRAINT deduction_raw_text_is_tidy
        CHECK (raw_text = btrim(raw_text) AND char_length(raw_text) BETWEEN 1 AND 1000),
    CONSTRAINT deduction_says_something CHECK (kind <> 'other' OR raw_text IS NOT NULL),
    CONSTRAINT deduction_override_reason_is_said
        CHECK (override_reason = btrim(override_reason) AND char_length(override_reason) BETWEEN 1 AND 1000)
);
COMMENT ON TABLE deduction IS 'A single deduction of a sheet. A performance may have a total without any row: not told apart.';
COMMENT ON COLUMN deduction.performance_id IS 'The performance.';
COMMENT ON COLUMN deduction.no IS 'Number in the order of printing, from 1.';
COMMENT ON COLUMN deduction.kind IS
    'What was deducted for: fall, time_violation ...; other: a kind that was not recognised, or none of these.';
COMMENT ON COLUMN deduction.points IS 'Points taken off, as a positive number; 0: a vote without majority; NULL: not understood.';
COMMENT ON COLUMN deduction.count IS
    'Number in brackets, as printed: the falls in sheets of the ISU, the points in some others (Olympic Games 2018).';
COMMENT ON COLUMN deduction.votes_for IS 'How many of the panel voted for it; NULL: no votes printed.';
COMMENT ON COLUMN deduction.votes_of IS 'How many voted, the referee included; NULL: no votes printed.';
COMMENT ON COLUMN deduction.raw_text IS 'The words of the sheet.';
COMMENT ON COLUMN deduction.override_reason IS
    'Why the deductions of this performance need not add up to its total; NULL: they do.';
COMMENT ON CONSTRAINT deduction_no_is_plausible ON deduction IS 'deductions are numbered from 1 to 30';
COMMENT ON CONSTRAINT deduction_kind_is_known ON deduction IS
    'a deduction is of a kind that the rules know. No index: kinds of deductions are not deleted.';
COMMENT ON CONSTRAINT deduction_points_are_positive ON deduction IS 'deductions are given as positive points';
COMMENT ON CONSTRAINT deduction_count_is_positive ON deduction IS 'the count of a deduction is at least 1';
COMMENT ON CONSTRAINT deduction_votes_come_together ON deduction IS 'votes are "so many of so many", or are not told';
COMMENT ON CONSTRAINT deduction_votes_are_of_a_panel ON deduction IS 'at most as many vote for a deduction as vote at all, 20 at most';
COMMENT ON CONSTRAINT deduction_raw_text_is_tidy ON deduction IS 'the words of a deduction have 1 to 1,000 characters, no space around them';
COMMENT ON CONSTRAINT deduction_says_something ON deduction IS 'a deduction of another kind comes with its words';
COMMENT ON CONSTRAINT deduction_override_reason_is_said ON deduction IS 'the reason of an override has 1 to 1,000 characters';

-- The rules of V4 across a performance and its parts, now with deductions and with overrides. A blank slot may lack marks.
-- Sets are checked at once, each table read once: a large import has tens of thousands of performances at its commit. The plan
-- must know how many they are, hence no plan is kept.
CREATE FUNCTION performance_faults(checked_ids bigint[])
RETURNS TABLE (performance_id bigint, part text, no smallint, fault text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public SET plan_cache_mode = force_custom_plan AS $function$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH checked AS (
        SELECT p.performance_id, p.tes, p.pcs, p.deductions, p.panel_size, p.status = 'ok' AS is_scored, season.goe_limit,
               p.override_reason IS NULL AS is_held
          FROM public.performance AS p
          JOIN public.category USING (category_id)
          JOIN public.event USING (event_id)
          JOIN public.season ON season.start_year = event.season
         WHERE p.performance_id = ANY (checked_ids)
    ), elements AS (
        SELECT e.performance_id, sum(e.panel_score) AS tes,
               array_agg(e.no) FILTER (WHERE cardinality(e.marks) <> c.panel_size AND e.override_reason IS NULL
                                         AND (e.marks <> '{}' OR c.is_scored AND e.code IS NOT NULL)) AS miscounted,
               array_agg(e.no) FILTER (WHERE e.panel_score IS NULL AND c.is_scored) AS unscored,
               array_agg(e.no) FILTER (
                   WHERE (c.goe_limit >= ALL (e.marks) AND -c.goe_limit <= ALL (e.marks)) IS FALSE) AS too_far
          FROM checked AS c JOIN public.element AS e USING (performance_id) GROUP BY e.performance_id
    ), components AS (
        SELECT m.performance_id, sum(m.points) AS pcs,
               array_agg(m.no) FILTER (WHERE cardinality(m.marks) <> c.panel_size AND m.override_reason IS NULL
                                         AND (m.marks <> '{}' OR c.is_scored)) AS miscounted,
               array_agg(m.no) FILTER (WHERE m.panel_mark IS NULL AND c.is_scored) AS unscored
          FROM checked AS c JOIN public.component AS m USING (performance_id) GROUP BY m.performance_id
    ), deducted AS (
        SELECT d.performance_id, sum(d.points) AS points, bool_or(d.points IS NULL) AS is_partial,
               bool_and(d.override_reason IS NULL) AS is_held
          FROM checked JOIN public.deduction AS d USING (performance_id) GROUP BY d.performance_id
    )
    SELECT e.performance_id, 'element', wrong.no, format('%s marks for %s judges', cardinality(wrong.marks), c.panel_size)
      FROM elements AS e
      JOIN checked AS c USING (performance_id)
      JOIN public.element AS wrong ON wrong.performance_id = e.performance_id AND wrong.no = ANY (e.miscounted)
     WHERE e.miscounted IS NOT NULL
    UNION ALL
    SELECT e.performance_id, 'element', unnest(e.unscored), 'a scored performance has an element without score'
      FROM elements AS e WHERE e.unscored IS NOT NULL
    UNION ALL
    SELECT e.performance_id, 'element', unnest(e.too_far),
           format('grades of execution of the season lie between -%s and +%s', c.goe_limit, c.goe_limit)
      FROM elements AS e JOIN checked AS c USING (performance_id) WHERE e.too_far IS NOT NULL
    UNION ALL
    SELECT m.performance_id, 'component', wrong.no, format('%s marks for %s judges', cardinality(wrong.marks), c.panel_size)
      FROM components AS m
      JOIN checked AS c USING (performance_id)
      JOIN public.component AS wrong ON wrong.performance_id = m.performance_id AND wrong.no = ANY (m.miscounted)
     WHERE m.miscounted IS NOT NULL
    UNION ALL
    SELECT m.performance_id, 'component', unnest(m.unscored), 'a scored performance has a component without panel mark'
      FROM components AS m WHERE m.unscored IS NOT NULL
    UNION ALL
    SELECT c.performance_id, 'performance', NULL, format('tes is %s, its elements add up to %s', c.tes, coalesce(e.tes, 0))
      FROM checked AS c LEFT JOIN elements AS e USING (performance_id) WHERE c.tes <> coalesce(e.tes, 0) AND c.is_held
    UNION ALL
    SELECT c.performance_id, 'performance', NULL, format('pcs is %s, its components add up to %s', c.pcs, coalesce(m.pcs, 0))
      FROM checked AS c LEFT JOIN components AS m USING (performance_id) WHERE c.pcs <> coalesce(m.pcs, 0) AND c.is_held
    UNION ALL
    SELECT c.performance_id, 'deduction', NULL, format('deductions are %s, the single ones add up to %s', c.deductions, d.points)
      FROM checked AS c JOIN deducted AS d USING (performance_id)
     WHERE c.is_held AND d.is_held
       AND CASE WHEN d.is_partial THEN c.deductions < d.points ELSE c.deductions <> d.points END;
END
$function$;
COMMENT ON FUNCTION performance_faults(bigint[]) IS
    'Each rule that these performances break together with their parts and without a reason: number of marks, season''s range of'
    ' grades, tes, pcs, deductions. No row: sound.';

CREATE OR REPLACE FUNCTION performance_fault(checked_id bigint)
RETURNS TABLE (part text, no smallint, fault text) LANGUAGE sql STABLE AS $function$
    SELECT f.part, f.no, f.fault FROM public.performance_faults(ARRAY[checked_id]) AS f
$function$;
COMMENT ON FUNCTION performance_fault(bigint) IS 'performance_faults of one performance.';

CREATE OR REPLACE FUNCTION private.check_performance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    found_fault record;
BEGIN
    -- One query checks all that this transaction queued: the queues of others can't be seen. The other rows' calls end here.
    PERFORM FROM private.performance_to_check WHERE performance_id = NEW.performance_id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT f.* INTO found_fault
      FROM public.performance_faults(ARRAY(SELECT queued.performance_id FROM private.performance_to_check AS queued)) AS f LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'performance %: %', found_fault.performance_id,
            concat_ws(': ', found_fault.part || ' ' || found_fault.no, found_fault.fault)
            USING ERRCODE = 'check_violation', SCHEMA = 'public', TABLE = found_fault.part, CONSTRAINT = TG_NAME;
    END IF;
    DELETE FROM private.performance_to_check;
    RETURN NULL;
END
$function$;

CREATE TRIGGER deduction_queue_inserted AFTER INSERT ON deduction
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
CREATE TRIGGER deduction_queue_updated AFTER UPDATE ON deduction
    REFERENCING NEW TABLE AS changed OLD TABLE AS previous FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
-- What is taken away can break a sum too.
CREATE TRIGGER deduction_queue_deleted AFTER DELETE ON deduction
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();

CREATE VIEW deduction_difference AS
SELECT p.performance_id, p.deductions, sum(d.points) AS recomputed_deductions, bool_or(d.points IS NULL) AS is_partial,
       string_agg(d.raw_text, ', ' ORDER BY d.no) AS raw_text,
       coalesce(p.override_reason, min(d.override_reason)) AS override_reason
  FROM performance AS p JOIN deduction AS d USING (performance_id)
 GROUP BY p.performance_id
HAVING sum(d.points) IS DISTINCT FROM p.deductions OR bool_or(d.points IS NULL);
COMMENT ON VIEW deduction_difference IS 'Performances whose single deductions do not add up to the total, or were not all understood.';
COMMENT ON COLUMN deduction_difference.performance_id IS 'The performance.';
COMMENT ON COLUMN deduction_difference.deductions IS 'Stored total of the deductions.';
COMMENT ON COLUMN deduction_difference.recomputed_deductions IS 'Sum of the single deductions; NULL: none was understood.';
COMMENT ON COLUMN deduction_difference.is_partial IS 'Whether a single deduction was not understood.';
COMMENT ON COLUMN deduction_difference.raw_text IS 'The words of the sheet.';
COMMENT ON COLUMN deduction_difference.override_reason IS 'Why the difference stands; NULL: part of the text was not understood.';

-- Corrected protocols: the former sheet is kept whole.
CREATE TABLE performance_revision (
    performance_id bigint NOT NULL,
    revision smallint NOT NULL,
    sheet jsonb NOT NULL,
    reason text NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT now(),
    replaced_by text NOT NULL DEFAULT session_user,
    import_run_id bigint,
    CONSTRAINT performance_revision_pkey PRIMARY KEY (performance_id, revision),
    CONSTRAINT performance_revision_performance_fkey FOREIGN KEY (performance_id) REFERENCES performance ON DELETE CASCADE,
    CONSTRAINT performance_revision_import_run_fkey FOREIGN KEY (import_run_id) REFERENCES import_run,
    CONSTRAINT performance_revision_is_numbered_from_1 CHECK (revision >= 1),
    CONSTRAINT performance_revision_holds_a_sheet CHECK (
        jsonb_typeof(sheet) = 'object' AND sheet ?& ARRAY['performance', 'elements', 'components', 'deductions']),
    CONSTRAINT performance_revision_reason_is_said
        CHECK (reason = btrim(reason) AND char_length(reason) BETWEEN 1 AND 1000)
);
COMMENT ON TABLE performance_revision IS 'Former sheets of corrected performances, whole; the valid sheet stands in performance.';
COMMENT ON COLUMN performance_revision.performance_id IS 'The performance.';
COMMENT ON COLUMN performance_revision.revision IS 'Number of the former sheet, from 1.';
COMMENT ON COLUMN performance_revision.sheet IS 'Row of the performance, its elements, components and deductions.';
COMMENT ON COLUMN performance_revision.reason IS 'Why it was replaced.';
COMMENT ON COLUMN performance_revision.replaced_at IS 'When it was replaced.';
COMMENT ON COLUMN performance_revision.replaced_by IS 'Database role that replaced it.';
COMMENT ON COLUMN performance_revision.import_run_id IS 'Which import replaced it; NULL: none did.';
COMMENT ON CONSTRAINT performance_revision_import_run_fkey ON performance_revision IS 'No index: import runs are never deleted.';
COMMENT ON CONSTRAINT performance_revision_is_numbered_from_1 ON performance_revision IS 'revisions are numbered from 1';
COMMENT ON CONSTRAINT performance_revision_holds_a_sheet ON performance_revision IS
    'a former sheet has a performance, elements, components and deductions';
COMMENT ON CONSTRAINT performance_revision_reason_is_said ON performance_revision IS 'the reason of a correction has 1 to 1,000 characters';

CREATE FUNCTION refuse_revision_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    -- A deleted performance takes its history along.
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM public.performance AS p WHERE p.performance_id = OLD.performance_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a former sheet stays as it was'
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION refuse_revision_change() IS 'Keeps the history of sheets append-only.';
CREATE TRIGGER performance_revision_is_kept BEFORE UPDATE OR DELETE ON performance_revision
    FOR EACH ROW EXECUTE FUNCTION refuse_revision_change();
COMMENT ON TRIGGER performance_revision_is_kept ON performance_revision IS 'former sheets are neither changed nor deleted';

CREATE FUNCTION performance_sheet(shown_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $function$
    SELECT jsonb_build_object(
        'performance', to_jsonb(p) - 'performance_id',
        'elements', coalesce((SELECT jsonb_agg(to_jsonb(e) - 'performance_id' ORDER BY e.no)
                                FROM public.element AS e WHERE e.performance_id = shown_id), '[]'),
        'components', coalesce((SELECT jsonb_agg(to_jsonb(c) - 'performance_id' ORDER BY c.no)
                                  FROM public.component AS c WHERE c.performance_id = shown_id), '[]'),
        'deductions', coalesce((SELECT jsonb_agg(to_jsonb(d) - 'performance_id' ORDER BY d.no)
                                  FROM public.deduction AS d WHERE d.performance_id = shown_id), '[]'))
      FROM public.performance AS p WHERE p.performance_id = shown_id
$function$;
COMMENT ON FUNCTION performance_sheet(bigint) IS 'The whole sheet of a performance as performance_revision keeps it.';

CREATE FUNCTION keep_performance_revision(kept_id bigint, reason text, run_id bigint DEFAULT NULL) RETURNS smallint
LANGUAGE sql SET search_path = pg_catalog, public AS $function$
    -- The lock makes two corrections of one performance wait for each other, so that both get their own number.
    SELECT FROM public.performance AS p WHERE p.performance_id = kept_id FOR UPDATE;
    INSERT INTO public.performance_revision (performance_id, revision, sheet, reason, import_run_id)
    SELECT kept_id, coalesce((SELECT max(r.revision) FROM public.performance_revision AS r WHERE r.performance_id = kept_id), 0) + 1,
           public.performance_sheet(kept_id), reason, run_id
    RETURNING revision
$function$;
COMMENT ON FUNCTION keep_performance_revision(bigint, text, bigint) IS
    'Stores the present sheet of a performance as its next former one and returns the number; the caller then changes the sheet.';

CREATE FUNCTION replace_performance(replaced_id bigint, new_sheet jsonb, reason text, run_id bigint DEFAULT NULL) RETURNS smallint
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    kept smallint := public.keep_performance_revision(replaced_id, reason, run_id);
BEGIN
    DELETE FROM public.element AS e WHERE e.performance_id = replaced_id;
    DELETE FROM public.component AS c WHERE c.performance_id = replaced_id;
    DELETE FROM public.deduction AS d WHERE d.performance_id = replaced_id;
    UPDATE public.performance AS p
       SET (start_no, rank, panel_size, status, tss, tes, pcs, deductions, override_reason, source_document_id, import_run_id)
         = (SELECT n.start_no, n.rank, n.panel_size, n.status, n.tss, n.tes, n.pcs, n.deductions, n.override_reason,
                   n.source_document_id, coalesce(run_id, n.import_run_id)
              FROM jsonb_populate_record(p, new_sheet -> 'performance') AS n)
     WHERE p.performance_id = replaced_id;
    INSERT INTO public.element (performance_id, no, code, info, base_value, is_second_half, goe, panel_score, marks, override_reason)
    SELECT replaced_id, e.no, e.code, e.info, e.base_value, coalesce(e.is_second_half, false), e.goe, e.panel_score,
           coalesce(e.marks, '{}'), e.override_reason
      FROM jsonb_populate_recordset(NULL::public.element, new_sheet -> 'elements') AS e;
    INSERT INTO public.component (performance_id, no, name, factor, panel_mark, marks, override_reason)
    SELECT replaced_id, c.no, c.name, c.factor, c.panel_mark, coalesce(c.marks, '{}'), c.override_reason
      FROM jsonb_populate_recordset(NULL::public.component, new_sheet -> 'components') AS c;
    INSERT INTO public.deduction (performance_id, no, kind, points, count, votes_for, votes_of, raw_text, override_reason)
    SELECT replaced_id, d.no, d.kind, d.points, d.count, d.votes_for, d.votes_of, d.raw_text, d.override_reason
      FROM jsonb_populate_recordset(NULL::public.deduction, new_sheet -> 'deductions') AS d;
    RETURN kept;
END
$function$;
COMMENT ON FUNCTION replace_performance(bigint, jsonb, text, bigint) IS
    'Replaces the sheet of a performance (in the form of performance_sheet) and keeps the former one; returns the former one''s number.'
    ' A column that the new row of the performance does not name stays; elements, components and deductions are replaced whole.';

-- Who sat where, and which of two compulsory dances it was.
-- A table of some thirty rows may be rewritten.
-- squawk-ignore adding-field-with-default
ALTER TABLE season ADD COLUMN seat_identity text GENERATED ALWAYS AS (
    CASE WHEN start_year >= 2016 THEN 'known' WHEN start_year >= 2009 THEN 'shuffled' ELSE 'anonymous' END) STORED;
COMMENT ON COLUMN season.seat_identity IS
    'known: marks stand in the order of the named judges (since 2016/17); anonymous: in an order not told, the same for all skaters'
    ' of a segment; shuffled: in another order for each skater (2009/10 to 2015/16).';

ALTER TABLE segment ADD COLUMN dance text, ADD COLUMN seat_identity text;
COMMENT ON COLUMN segment.dance IS 'Name of the prescribed dance: two compulsory dances may be skated; NULL: not told, or none.';
COMMENT ON COLUMN segment.seat_identity IS 'As in season, which gives the value unless the segment is told apart: known, anonymous or shuffled.';
UPDATE segment SET seat_identity = season.seat_identity
  FROM category JOIN event USING (event_id) JOIN season ON season.start_year = event.season
 WHERE category.category_id = segment.category_id;
ALTER TABLE segment
    ADD CONSTRAINT segment_dance_is_of_ice_dance CHECK (dance IS NULL OR discipline = 'ice_dance') NOT VALID,
    ADD CONSTRAINT segment_dance_is_tidy CHECK (dance = btrim(dance) AND char_length(dance) BETWEEN 1 AND 100) NOT VALID,
    ADD CONSTRAINT segment_seat_identity_is_known CHECK (seat_identity IN ('known', 'anonymous', 'shuffled')) NOT VALID;
ALTER TABLE segment VALIDATE CONSTRAINT segment_dance_is_of_ice_dance;
ALTER TABLE segment VALIDATE CONSTRAINT segment_dance_is_tidy;
ALTER TABLE segment VALIDATE CONSTRAINT segment_seat_identity_is_known;
COMMENT ON CONSTRAINT segment_dance_is_of_ice_dance ON segment IS 'only segments of ice dance have a prescribed dance';
COMMENT ON CONSTRAINT segment_dance_is_tidy ON segment IS 'the name of a dance has 1 to 100 characters and no space around it';
COMMENT ON CONSTRAINT segment_seat_identity_is_known ON segment IS 'seats are known, anonymous or shuffled';

CREATE FUNCTION fill_seat_identity() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    SELECT season.seat_identity INTO NEW.seat_identity
      FROM public.category JOIN public.event USING (event_id) JOIN public.season ON season.start_year = event.season
     WHERE category.category_id = NEW.category_id;
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION fill_seat_identity() IS 'Gives a new segment the seat identity of its season.';
CREATE TRIGGER segment_gets_seat_identity BEFORE INSERT ON segment
    FOR EACH ROW WHEN (NEW.seat_identity IS NULL) EXECUTE FUNCTION fill_seat_identity();
