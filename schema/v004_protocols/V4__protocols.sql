-- What happened: entries, panels, performances with their elements and components, and every judge's mark.

-- numeric(8,2) would round 1.005 to 1.01 in silence; a domain refuses it. The bounds also refuse NaN.
CREATE DOMAIN points AS numeric
    CONSTRAINT points_have_two_decimals CHECK (VALUE = round(VALUE, 2))
    CONSTRAINT points_are_plausible CHECK (VALUE > -1000 AND VALUE < 1000);
COMMENT ON DOMAIN points IS 'Points of a protocol: exact, with at most two decimals.';
COMMENT ON CONSTRAINT points_have_two_decimals ON DOMAIN points IS 'points have at most two decimals';
COMMENT ON CONSTRAINT points_are_plausible ON DOMAIN points IS 'points lie between -1000 and 1000';

CREATE TABLE import_run (
    import_run_id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    files jsonb NOT NULL,
    left_out integer NOT NULL DEFAULT 0,
    run_by text NOT NULL DEFAULT session_user,
    started_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT import_run_pkey PRIMARY KEY (import_run_id),
    CONSTRAINT import_run_left_out_is_a_count CHECK (left_out >= 0)
);
COMMENT ON TABLE import_run IS 'Provenance: a run of the import that stored something. A run that finds all stored leaves no row.';
COMMENT ON COLUMN import_run.import_run_id IS 'Identity of the run.';
COMMENT ON COLUMN import_run.source IS 'Name of the data set (of its directory).';
COMMENT ON COLUMN import_run.files IS 'Per file: its SHA-256 and its number of rows.';
COMMENT ON COLUMN import_run.left_out IS 'How many rows were rejected and left out on request.';
COMMENT ON COLUMN import_run.run_by IS 'Database role that ran it.';
COMMENT ON COLUMN import_run.started_at IS 'When it began.';
COMMENT ON CONSTRAINT import_run_left_out_is_a_count ON import_run IS 'the number of rows left out is not negative';

CREATE TABLE panel_seat (
    panel_seat_id bigint GENERATED ALWAYS AS IDENTITY,
    segment_id bigint NOT NULL,
    function text NOT NULL,
    role text NOT NULL,
    seat_no smallint NOT NULL,
    person_id bigint,
    nation text,
    import_run_id bigint,
    CONSTRAINT panel_seat_pkey PRIMARY KEY (panel_seat_id),
    CONSTRAINT panel_seat_segment_fkey FOREIGN KEY (segment_id) REFERENCES segment,
    CONSTRAINT panel_seat_person_fkey FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT panel_seat_import_run_fkey FOREIGN KEY (import_run_id) REFERENCES import_run,
    CONSTRAINT panel_seat_is_unique_in_segment UNIQUE (segment_id, role, seat_no),
    CONSTRAINT panel_seat_function_is_tidy CHECK (function = btrim(function) AND function <> ''),
    CONSTRAINT panel_seat_role_is_known CHECK (role IN (
        'judge', 'referee', 'assistant_referee', 'technical_controller', 'technical_specialist',
        'assistant_technical_specialist', 'data_operator', 'replay_operator', 'other')),
    CONSTRAINT panel_seat_no_is_plausible CHECK (seat_no BETWEEN 1 AND 20),
    CONSTRAINT panel_seat_nation_is_three_letters CHECK (nation ~ '^[A-Z]{3}$')
);
COMMENT ON TABLE panel_seat IS 'A seat of the officials of a segment. It exists even where nobody is named.';
COMMENT ON COLUMN panel_seat.panel_seat_id IS 'Identity of the seat.';
COMMENT ON COLUMN panel_seat.segment_id IS 'The segment.';
COMMENT ON COLUMN panel_seat.function IS 'The function as printed: Judge No.3, Referee ...';
COMMENT ON COLUMN panel_seat.role IS 'The function without its number.';
COMMENT ON COLUMN panel_seat.seat_no IS
    'Number among those of the role: for judges the position of their marks (seats were shuffled before 2016/17).';
COMMENT ON COLUMN panel_seat.person_id IS 'The official; NULL: not published.';
COMMENT ON COLUMN panel_seat.nation IS 'Nation as published, ISU included (no country, hence no foreign key); NULL: not published.';
COMMENT ON COLUMN panel_seat.import_run_id IS 'Which import brought it; NULL: none did.';
COMMENT ON CONSTRAINT panel_seat_is_unique_in_segment ON panel_seat IS 'a segment has a role with the same number once';
COMMENT ON CONSTRAINT panel_seat_function_is_tidy ON panel_seat IS 'the function of an official is not empty';
COMMENT ON CONSTRAINT panel_seat_role_is_known ON panel_seat IS 'the role of an official is not known';
COMMENT ON CONSTRAINT panel_seat_no_is_plausible ON panel_seat IS 'seats are numbered from 1 to 20';
COMMENT ON CONSTRAINT panel_seat_nation_is_three_letters ON panel_seat IS 'a nation is a code of three capital letters';

CREATE TABLE entry (
    entry_id bigint GENERATED ALWAYS AS IDENTITY,
    category_id bigint NOT NULL,
    discipline text NOT NULL,
    team_id bigint NOT NULL,
    team_kind text NOT NULL,
    country_code text,
    published_name text NOT NULL,
    status text NOT NULL DEFAULT 'ok',
    CONSTRAINT entry_pkey PRIMARY KEY (entry_id),
    CONSTRAINT entry_id_and_category UNIQUE (entry_id, category_id),
    CONSTRAINT entry_category_fkey FOREIGN KEY (category_id, discipline) REFERENCES category (category_id, discipline),
    CONSTRAINT entry_team_fkey FOREIGN KEY (team_id, team_kind) REFERENCES team (team_id, kind),
    CONSTRAINT entry_country_fkey FOREIGN KEY (country_code) REFERENCES country,
    CONSTRAINT entry_is_unique_in_category UNIQUE (category_id, team_id),
    CONSTRAINT entry_team_fits_discipline CHECK (
        team_kind = CASE discipline WHEN 'pairs' THEN 'pair' WHEN 'ice_dance' THEN 'couple' ELSE 'single' END),
    CONSTRAINT entry_name_is_tidy CHECK (published_name = btrim(published_name) AND published_name <> ''),
    CONSTRAINT entry_status_is_known CHECK (status IN ('ok', 'wd', 'dnq', 'dns', 'fnr', 'dsq'))
);
COMMENT ON TABLE entry IS 'A team entered in a category, under a country and a name as they were then.';
COMMENT ON COLUMN entry.entry_id IS 'Identity of the entry.';
COMMENT ON COLUMN entry.category_id IS 'The category.';
COMMENT ON COLUMN entry.discipline IS 'Discipline of the category, carried along so that it can be checked.';
COMMENT ON COLUMN entry.team_id IS 'The team.';
COMMENT ON COLUMN entry.team_kind IS 'Kind of the team, carried along so that it can be checked.';
COMMENT ON COLUMN entry.country_code IS 'Country at the time; NULL: not published.';
COMMENT ON COLUMN entry.published_name IS 'Name as published; a couple is "A SURNAME / B SURNAME".';
COMMENT ON COLUMN entry.status IS
    'ok; wd withdrawn, dnq did not qualify, dns did not start, fnr final not reached, dsq disqualified.';
COMMENT ON CONSTRAINT entry_is_unique_in_category ON entry IS 'a team is entered once in a category';
COMMENT ON CONSTRAINT entry_team_fits_discipline ON entry IS
    'men and women skate as singles, pairs as a pair, ice dance as a couple';
COMMENT ON CONSTRAINT entry_name_is_tidy ON entry IS 'a published name is not empty and has no space around it';
COMMENT ON CONSTRAINT entry_status_is_known ON entry IS 'a status is ok, wd, dnq, dns, fnr or dsq';

CREATE TABLE performance (
    performance_id bigint GENERATED ALWAYS AS IDENTITY,
    segment_id bigint NOT NULL,
    category_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    start_no smallint,
    rank smallint,
    panel_size smallint,
    status text NOT NULL DEFAULT 'ok',
    tss points,
    tes points,
    pcs points,
    deductions points,
    import_run_id bigint,
    CONSTRAINT performance_pkey PRIMARY KEY (performance_id),
    CONSTRAINT performance_segment_fkey FOREIGN KEY (segment_id, category_id) REFERENCES segment (segment_id, category_id),
    CONSTRAINT performance_entry_fkey FOREIGN KEY (entry_id, category_id) REFERENCES entry (entry_id, category_id),
    CONSTRAINT performance_import_run_fkey FOREIGN KEY (import_run_id) REFERENCES import_run,
    CONSTRAINT performance_is_unique_in_segment UNIQUE (segment_id, entry_id),
    CONSTRAINT performance_start_no_is_positive CHECK (start_no >= 1),
    CONSTRAINT performance_rank_is_positive CHECK (rank >= 1),
    CONSTRAINT performance_panel_size_is_plausible CHECK (panel_size BETWEEN 3 AND 15),
    CONSTRAINT performance_status_is_known CHECK (status IN ('ok', 'wd', 'dnq', 'dns', 'fnr', 'dsq')),
    CONSTRAINT performance_is_scored_when_ok CHECK (
        CASE status WHEN 'ok' THEN num_nulls(tss, tes, pcs, deductions, panel_size) = 0
                    ELSE num_nonnulls(tss, tes, pcs) = 0 END),
    CONSTRAINT performance_deductions_are_positive CHECK (deductions >= 0),
    CONSTRAINT performance_tss_is_sum CHECK (tss = tes + pcs - deductions)
);
COMMENT ON TABLE performance IS 'One skate: an entry in a segment, with its scores. Its rank need be neither unique nor dense.';
COMMENT ON COLUMN performance.performance_id IS 'Identity of the performance.';
COMMENT ON COLUMN performance.segment_id IS 'The segment.';
COMMENT ON COLUMN performance.category_id IS 'Category of both the segment and the entry.';
COMMENT ON COLUMN performance.entry_id IS 'The entry.';
COMMENT ON COLUMN performance.start_no IS 'Starting number; NULL: not published.';
COMMENT ON COLUMN performance.rank IS 'Place in the segment as published: ties share one, a disqualification leaves a gap.';
COMMENT ON COLUMN performance.panel_size IS 'Number of judges; NULL only where nothing was scored.';
COMMENT ON COLUMN performance.status IS
    'ok: scored; wd withdrawn, dnq did not qualify, dns did not start, fnr final not reached, dsq disqualified: no scores.';
COMMENT ON COLUMN performance.tss IS 'Total segment score, in points.';
COMMENT ON COLUMN performance.tes IS 'Total element score, in points.';
COMMENT ON COLUMN performance.pcs IS 'Programme component score, factored, in points.';
COMMENT ON COLUMN performance.deductions IS 'Deductions as positive points.';
COMMENT ON COLUMN performance.import_run_id IS 'Which import brought it; NULL: none did.';
COMMENT ON CONSTRAINT performance_is_unique_in_segment ON performance IS 'an entry skates once in a segment';
COMMENT ON CONSTRAINT performance_start_no_is_positive ON performance IS 'starting numbers begin at 1';
COMMENT ON CONSTRAINT performance_rank_is_positive ON performance IS 'ranks begin at 1';
COMMENT ON CONSTRAINT performance_panel_size_is_plausible ON performance IS 'a panel has 3 to 15 judges';
COMMENT ON CONSTRAINT performance_status_is_known ON performance IS 'a status is ok, wd, dnq, dns, fnr or dsq';
COMMENT ON CONSTRAINT performance_is_scored_when_ok ON performance IS
    'a scored performance has tss, tes, pcs, deductions and a panel size; another status has no scores';
COMMENT ON CONSTRAINT performance_deductions_are_positive ON performance IS 'deductions are given as positive points';
COMMENT ON CONSTRAINT performance_tss_is_sum ON performance IS 'the total is elements plus components minus deductions';

CREATE TABLE element (
    performance_id bigint NOT NULL,
    no smallint NOT NULL,
    code text,
    info text,
    base_value points NOT NULL,
    is_second_half boolean NOT NULL DEFAULT false,
    goe points,
    panel_score points,
    marks smallint[] NOT NULL,
    CONSTRAINT element_pkey PRIMARY KEY (performance_id, no),
    CONSTRAINT element_performance_fkey FOREIGN KEY (performance_id) REFERENCES performance ON DELETE CASCADE,
    CONSTRAINT element_no_is_plausible CHECK (no BETWEEN 1 AND 30),
    CONSTRAINT element_code_is_tidy CHECK (code = btrim(code) AND code <> ''),
    CONSTRAINT element_info_is_tidy CHECK (info = btrim(info) AND info <> ''),
    CONSTRAINT element_base_value_is_positive CHECK (base_value >= 0),
    CONSTRAINT element_score_comes_with_goe CHECK ((goe IS NULL) = (panel_score IS NULL)),
    CONSTRAINT element_score_is_sum CHECK (panel_score = base_value + goe),
    CONSTRAINT element_score_is_not_negative CHECK (panel_score >= 0),
    CONSTRAINT element_without_value_has_no_goe CHECK (base_value <> 0 OR goe = 0),
    CONSTRAINT element_marks_are_a_list CHECK (marks = '{}' OR array_ndims(marks) = 1 AND array_lower(marks, 1) = 1),
    CONSTRAINT element_marks_are_grades CHECK (-5 <= ALL (marks) AND 5 >= ALL (marks))
);
COMMENT ON TABLE element IS 'An element of a performance as the protocol prints it.';
COMMENT ON COLUMN element.performance_id IS 'The performance.';
COMMENT ON COLUMN element.no IS 'Number in the order of skating, from 1.';
COMMENT ON COLUMN element.code IS 'Code as printed, 3Lz+2T< for instance; NULL: a blank slot.';
COMMENT ON COLUMN element.info IS 'Flags as printed: <, <<, e, !, *, q, F ..., several joined as the source does.';
COMMENT ON COLUMN element.base_value IS 'Base value in points, the bonus of the second half included.';
COMMENT ON COLUMN element.is_second_half IS 'Whether the bonus of the second half is in the base value.';
COMMENT ON COLUMN element.goe IS 'Grade of execution of the panel, in points; NULL: not scored.';
COMMENT ON COLUMN element.panel_score IS 'Base value plus grade of execution; NULL: not scored.';
COMMENT ON COLUMN element.marks IS 'The judges'' grades in the order of seats, NULL where a judge gave none; {}: none published.';
COMMENT ON CONSTRAINT element_pkey ON element IS 'the elements of a performance have different numbers';
COMMENT ON CONSTRAINT element_no_is_plausible ON element IS 'elements are numbered from 1 to 30';
COMMENT ON CONSTRAINT element_code_is_tidy ON element IS 'an element code has no space around it';
COMMENT ON CONSTRAINT element_info_is_tidy ON element IS 'the flags of an element have no space around them';
COMMENT ON CONSTRAINT element_base_value_is_positive ON element IS 'a base value is not negative';
COMMENT ON CONSTRAINT element_score_comes_with_goe ON element IS 'an element has both a grade of execution and a score, or neither';
COMMENT ON CONSTRAINT element_score_is_sum ON element IS 'the score of an element is its base value plus its grade of execution';
COMMENT ON CONSTRAINT element_score_is_not_negative ON element IS 'the score of an element is not negative';
COMMENT ON CONSTRAINT element_without_value_has_no_goe ON element IS 'an element without base value has no grade of execution';
COMMENT ON CONSTRAINT element_marks_are_a_list ON element IS 'marks are a plain list, one per judge';
COMMENT ON CONSTRAINT element_marks_are_grades ON element IS 'grades of execution lie between -5 and +5';

CREATE TABLE component (
    performance_id bigint NOT NULL,
    no smallint NOT NULL,
    name text NOT NULL,
    kind text GENERATED ALWAYS AS (
        CASE
            WHEN starts_with(lower(name), 'skating') THEN 'skating_skills'
            WHEN starts_with(lower(name), 'transition') OR starts_with(lower(name), 'linking') THEN 'transitions'
            WHEN starts_with(lower(name), 'performance') OR starts_with(lower(name), 'execution') THEN 'performance'
            WHEN starts_with(lower(name), 'choreography') OR starts_with(lower(name), 'composition') THEN 'composition'
            WHEN starts_with(lower(name), 'interpretation') THEN 'interpretation'
            WHEN starts_with(lower(name), 'timing') THEN 'timing'
            WHEN starts_with(lower(name), 'presentation') THEN 'presentation'
        END) STORED,
    factor numeric NOT NULL,
    panel_mark numeric,
    points points GENERATED ALWAYS AS (round(factor * panel_mark, 2)) STORED,
    marks numeric[] NOT NULL,
    CONSTRAINT component_pkey PRIMARY KEY (performance_id, no),
    CONSTRAINT component_performance_fkey FOREIGN KEY (performance_id) REFERENCES performance ON DELETE CASCADE,
    CONSTRAINT component_kind_is_unique_in_performance UNIQUE (performance_id, kind),
    CONSTRAINT component_no_is_plausible CHECK (no BETWEEN 1 AND 10),
    CONSTRAINT component_name_is_known CHECK (kind IS NOT NULL),
    CONSTRAINT component_factor_is_plausible CHECK (factor > 0 AND factor <= 10 AND factor = round(factor, 2)),
    CONSTRAINT component_panel_mark_is_mark CHECK (panel_mark BETWEEN 0 AND 10 AND panel_mark = round(panel_mark, 2)),
    CONSTRAINT component_marks_are_a_list CHECK (marks = '{}' OR array_ndims(marks) = 1 AND array_lower(marks, 1) = 1),
    CONSTRAINT component_marks_are_in_range CHECK (0 <= ALL (marks) AND 10 >= ALL (marks)),
    CONSTRAINT component_marks_have_two_decimals CHECK (marks = marks::numeric(12, 2)[])
);
COMMENT ON TABLE component IS 'A programme component of a performance: 5 of them to 2021/22, 4 in compulsory dances, 3 since.';
COMMENT ON COLUMN component.performance_id IS 'The performance.';
COMMENT ON COLUMN component.no IS 'Number in the order of printing, from 1.';
COMMENT ON COLUMN component.name IS 'Name as printed: Transition / Linking Footwork, for instance.';
COMMENT ON COLUMN component.kind IS
    'The component behind its changing names: skating_skills, transitions, performance, composition, interpretation, timing or presentation.';
COMMENT ON COLUMN component.factor IS 'Factor of the component, at most two decimals.';
COMMENT ON COLUMN component.panel_mark IS 'Mark of the panel, 0 to 10, at most two decimals; NULL: not scored.';
COMMENT ON COLUMN component.points IS 'Factor times panel mark, rounded half up to two decimals.';
COMMENT ON COLUMN component.marks IS 'The judges'' marks, 0 to 10, in the order of seats, NULL where a judge gave none; {}: none published.';
COMMENT ON CONSTRAINT component_pkey ON component IS 'the components of a performance have different numbers';
COMMENT ON CONSTRAINT component_kind_is_unique_in_performance ON component IS 'a performance has a component once';
COMMENT ON CONSTRAINT component_no_is_plausible ON component IS 'components are numbered from 1 to 10';
COMMENT ON CONSTRAINT component_name_is_known ON component IS
    'a component is skating skills, transitions, performance, composition, interpretation, timing or presentation';
COMMENT ON CONSTRAINT component_factor_is_plausible ON component IS 'a factor is above 0, at most 10, with at most two decimals';
COMMENT ON CONSTRAINT component_panel_mark_is_mark ON component IS 'a panel mark lies between 0 and 10, with at most two decimals';
COMMENT ON CONSTRAINT component_marks_are_a_list ON component IS 'marks are a plain list, one per judge';
COMMENT ON CONSTRAINT component_marks_are_in_range ON component IS 'marks of a component lie between 0 and 10';
COMMENT ON CONSTRAINT component_marks_have_two_decimals ON component IS 'marks of a component have at most two decimals';

-- The rules that span a performance and its parts stand here once: the trigger refuses by them, the import reports by them.
CREATE FUNCTION performance_fault(checked_id bigint)
RETURNS TABLE (part text, no smallint, fault text) LANGUAGE sql STABLE AS $function$
    WITH checked AS (
        SELECT p.tes, p.pcs, p.panel_size, p.status = 'ok' AS is_scored, season.goe_limit
          FROM public.performance AS p
          JOIN public.category USING (category_id)
          JOIN public.event USING (event_id)
          JOIN public.season ON season.start_year = event.season
         WHERE p.performance_id = checked_id
    )
    SELECT 'element', e.no, CASE
               WHEN cardinality(e.marks) <> checked.panel_size
                   THEN format('%s marks for %s judges', cardinality(e.marks), checked.panel_size)
               WHEN e.panel_score IS NULL AND checked.is_scored THEN 'a scored performance has an element without score'
               ELSE format('grades of execution of the season lie between -%s and +%s', checked.goe_limit, checked.goe_limit)
           END
      FROM checked JOIN public.element AS e ON e.performance_id = checked_id
     WHERE cardinality(e.marks) <> checked.panel_size AND (checked.is_scored OR e.marks <> '{}')
        OR e.panel_score IS NULL AND checked.is_scored
        OR (checked.goe_limit >= ALL (e.marks) AND -checked.goe_limit <= ALL (e.marks)) IS FALSE
    UNION ALL
    SELECT 'component', c.no, CASE
               WHEN cardinality(c.marks) <> checked.panel_size
                   THEN format('%s marks for %s judges', cardinality(c.marks), checked.panel_size)
               ELSE 'a scored performance has a component without panel mark'
           END
      FROM checked JOIN public.component AS c ON c.performance_id = checked_id
     WHERE cardinality(c.marks) <> checked.panel_size AND (checked.is_scored OR c.marks <> '{}')
        OR c.panel_mark IS NULL AND checked.is_scored
    UNION ALL
    SELECT 'performance', NULL, format('tes is %s, its elements add up to %s', checked.tes, parts.tes)
      FROM checked, LATERAL (SELECT coalesce(sum(e.panel_score), 0) AS tes
                               FROM public.element AS e WHERE e.performance_id = checked_id) AS parts
     WHERE checked.tes <> parts.tes
    UNION ALL
    SELECT 'performance', NULL, format('pcs is %s, its components add up to %s', checked.pcs, parts.pcs)
      FROM checked, LATERAL (SELECT coalesce(sum(c.points), 0) AS pcs
                               FROM public.component AS c WHERE c.performance_id = checked_id) AS parts
     WHERE checked.pcs <> parts.pcs
$function$;
COMMENT ON FUNCTION performance_fault(bigint) IS
    'Each rule that a performance breaks together with its parts: number of marks, season''s range of grades, tes, pcs. No row: sound.';

-- A performance is checked once per transaction, at commit, however many of its parts changed: their statement triggers
-- queue it here. The key also makes two transactions that change the same performance wait for each other.
CREATE TABLE private.performance_to_check (
    performance_id bigint NOT NULL,
    CONSTRAINT performance_to_check_pkey PRIMARY KEY (performance_id)
);
COMMENT ON TABLE private.performance_to_check IS 'Performances that the running transaction changed; empty between transactions.';
COMMENT ON COLUMN private.performance_to_check.performance_id IS 'The performance; no foreign key, since it may be deleted meanwhile.';

CREATE FUNCTION private.check_performance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    found_fault record;
BEGIN
    -- One query checks all that this transaction queued: the queues of others can't be seen. The other rows' calls end here.
    PERFORM FROM private.performance_to_check WHERE performance_id = NEW.performance_id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT queued.performance_id, f.* INTO found_fault
      FROM private.performance_to_check AS queued, LATERAL public.performance_fault(queued.performance_id) AS f LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'performance %: %', found_fault.performance_id,
            concat_ws(': ', found_fault.part || ' ' || found_fault.no, found_fault.fault)
            USING ERRCODE = 'check_violation', SCHEMA = 'public', TABLE = found_fault.part, CONSTRAINT = TG_NAME;
    END IF;
    DELETE FROM private.performance_to_check;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.check_performance() IS 'Refuses queued performances with a fault and empties the queue otherwise.';
CREATE CONSTRAINT TRIGGER performance_agrees_with_its_parts AFTER INSERT ON private.performance_to_check
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.check_performance();
COMMENT ON TRIGGER performance_agrees_with_its_parts ON private.performance_to_check IS
    'the totals and the panel of a performance agree with its elements and components';

CREATE FUNCTION private.queue_performances() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
BEGIN
    CASE TG_OP
        WHEN 'TRUNCATE' THEN
            INSERT INTO private.performance_to_check
            SELECT performance_id FROM public.performance ON CONFLICT DO NOTHING;
        WHEN 'UPDATE' THEN
            INSERT INTO private.performance_to_check
            SELECT performance_id FROM changed UNION SELECT performance_id FROM previous ON CONFLICT DO NOTHING;
        ELSE
            INSERT INTO private.performance_to_check
            SELECT DISTINCT performance_id FROM changed ON CONFLICT DO NOTHING;
    END CASE;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.queue_performances() IS 'Queues the performances whose rows or parts a statement touched.';

CREATE TRIGGER performance_queue_inserted AFTER INSERT ON performance
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
CREATE TRIGGER performance_queue_updated AFTER UPDATE ON performance
    REFERENCING NEW TABLE AS changed OLD TABLE AS previous FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
CREATE TRIGGER element_queue_inserted AFTER INSERT ON element
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
CREATE TRIGGER element_queue_updated AFTER UPDATE ON element
    REFERENCING NEW TABLE AS changed OLD TABLE AS previous FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
CREATE TRIGGER element_queue_deleted AFTER DELETE ON element
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
CREATE TRIGGER element_queue_truncated AFTER TRUNCATE ON element
    FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
CREATE TRIGGER component_queue_inserted AFTER INSERT ON component
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
CREATE TRIGGER component_queue_updated AFTER UPDATE ON component
    REFERENCING NEW TABLE AS changed OLD TABLE AS previous FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
CREATE TRIGGER component_queue_deleted AFTER DELETE ON component
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
CREATE TRIGGER component_queue_truncated AFTER TRUNCATE ON component
    FOR EACH STATEMENT EXECUTE FUNCTION private.queue_performances();
