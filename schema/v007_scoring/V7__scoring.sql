-- What the rules make of a sheet: every score recomputed, and every place where the official sheet differs.
-- NULL means "not determined" (judges drawn in secret, a scale that is not known), never "no points".

CREATE FUNCTION trimmed_mean(marks numeric[]) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $function$
    SELECT CASE WHEN count(mark) >= 3 THEN (sum(mark) - max(mark) - min(mark)) / (count(mark) - 2) END FROM unnest(marks) AS mark
$function$;
COMMENT ON FUNCTION trimmed_mean(numeric[]) IS
    'Mean without one highest and one lowest mark (ISU rule 353); NULL marks are absent. NULL for fewer than three marks.';

CREATE FUNCTION panel_mark(marks numeric[]) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $function$
    SELECT CASE WHEN count(mark) >= 3 THEN round((sum(mark) - max(mark) - min(mark)) / (count(mark) - 2), 2) END
      FROM unnest(marks) AS mark WHERE mark <> 0
$function$;
COMMENT ON FUNCTION panel_mark(numeric[]) IS
    'Panel mark of a component: the trimmed mean to two decimals, half up. 0.00 is how old sheets print an absent judge.';

CREATE FUNCTION goe_of_marks(marks smallint[], points numeric[]) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $function$
    SELECT CASE WHEN count(mark) >= 3 AND count(points[mark + 6]) = count(mark)
                THEN round((sum(points[mark + 6]) - points[max(mark) + 6] - points[min(mark) + 6]) / (count(mark) - 2), 2) END
      FROM unnest(marks) AS mark
$function$;
COMMENT ON FUNCTION goe_of_marks(smallint[], numeric[]) IS
    'Panel''s grade of execution: trimmed mean of the points of each mark, to two decimals, half away from zero. '
    'points are those of the grades -5 to +5, NULL where not known.';

CREATE FUNCTION element_parts(code text, info text)
RETURNS TABLE (no smallint, element text, turns_lost text, is_wrong_edge boolean, is_void boolean, is_vague boolean)
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $function$
    WITH token AS (
        SELECT row_number() OVER (ORDER BY t.no) AS no, part[1] AS element, part[2] AS flags, t.text ~ '^[0-9](F|Lz)' AS has_edge
          FROM regexp_split_to_table(regexp_replace(code, '[+]kp[A-Z]*|[[:space:]]', '', 'g'), '[+]') WITH ORDINALITY AS t (text, no),
               -- Only jumps and throws end with a flag e; V belongs to the code of a spin.
               LATERAL (SELECT coalesce(regexp_match(t.text, '^([0-9](?:T|S|Lo|F|Lz|A|Eu)(?:Th)?)([!eqb<>*]*)$'),
                                        regexp_match(t.text, '^(.*?)([!q<>*]*)$')) AS part) AS split
         WHERE t.text NOT IN ('', 'SEQ', 'REP', 'COMBO', 'TRANS')
    ), printed AS (
        SELECT count(*) AS tokens, count(*) FILTER (WHERE has_edge) AS edges, bool_or(flags ~ '[*]') AS has_void,
               bool_or(flags ~ '<') AS has_turns, bool_or(flags ~ 'e') AS has_wrong,
               coalesce(info, '') AS info
          FROM token
    )
    SELECT t.no::smallint, t.element,
           CASE WHEN t.flags ~ '<' THEN substring(t.flags FROM '<+') WHEN p.tokens = 1 THEN coalesce(substring(p.info FROM '<+'), '')
                ELSE '' END,
           t.flags ~ 'e' OR NOT p.has_wrong AND p.info ~ 'e' AND t.has_edge,
           t.flags ~ '[*]' OR p.tokens = 1 AND p.info ~ '[*]',
           -- Other letters are those of a federation's own rules.
           p.info !~ '^[<>e!*qFxS|,;/ ]*$' OR t.flags ~ 'b'
           OR p.tokens > 1 AND (p.info ~ '[*]' AND NOT p.has_void OR p.info ~ '<' AND NOT p.has_turns
                                OR p.info ~ 'e' AND NOT p.has_wrong AND p.edges <> 1)
      FROM token AS t CROSS JOIN printed AS p
$function$;
COMMENT ON FUNCTION element_parts(text, text) IS
    'The jumps, partners'' parts or lifts of an element with their flags. A flag in info counts where it can only mean one part; '
    'is_vague: it might mean several, or its meaning is not known.';

CREATE FUNCTION goe_scale_points(scale text) RETURNS numeric[]
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $function$
    SELECT array_agg(CASE WHEN g.grade = 0 THEN 0 ELSE p.points END ORDER BY g.grade)
      FROM generate_series(-5, 5) AS g (grade) LEFT JOIN goe_point AS p ON p.goe_scale = scale AND p.grade = g.grade
     HAVING scale IS NOT NULL
$function$;
COMMENT ON FUNCTION goe_scale_points(text) IS 'Points of the grades -5 to +5 in a scale; NULL where a grade is not known.';

CREATE FUNCTION goe_share_points(base_value numeric, share numeric) RETURNS numeric[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
    SELECT ARRAY[round(-5 * share * base_value, 2), round(-4 * share * base_value, 2), round(-3 * share * base_value, 2),
                 round(-2 * share * base_value, 2), round(-share * base_value, 2), 0, round(share * base_value, 2),
                 round(2 * share * base_value, 2), round(3 * share * base_value, 2), round(4 * share * base_value, 2),
                 round(5 * share * base_value, 2)]
$function$;
COMMENT ON FUNCTION goe_share_points(numeric, numeric) IS
    'Points of the grades -5 to +5 as shares of a base value, each to two decimals (ISU Communication 2168).';

CREATE FUNCTION scored_codes(branches text[], for_seasons integer[], codes text[], infos text[], dances text[] DEFAULT NULL)
RETURNS TABLE (branch text, season integer, code text, info text, value numeric, goe_points numeric[])
LANGUAGE sql STABLE ROWS 1000 SET search_path = pg_catalog, public AS $function$
    WITH asked AS MATERIALIZED (
        SELECT row_number() OVER () AS key, a.branch, a.season, a.code, a.info, coalesce(a.dance, '') AS dance, r.underrotation,
               r.reduced_values, r.underrotated_factor, r.wrong_edge_factor, r.wrong_edge_underrotated_factor, r.spin_variation_factor,
               r.base_value_decimals, r.goe_share, r.sequence_factor, r.sequence_jumps, r.repetition_factor, r.combined_lift_factor
          FROM unnest(branches, for_seasons, codes, infos, dances) AS a (branch, season, code, info, dance)
          JOIN ruleset AS r ON r.seasons @> a.season
    ), part AS MATERIALIZED (
        SELECT a.key, p.*, a.branch, a.season, a.dance, p.is_wrong_edge AND a.wrong_edge_factor < 1 AS loses_by_edge,
               p.turns_lost = '<' AND a.underrotation = 'reduced' AS is_reduced,
               -- A downgraded jump has the value of one turn less, and the grades of that jump.
               CASE WHEN p.element ~ '^[0-9]' AND (p.turns_lost = '<<' OR p.turns_lost = '<' AND a.underrotation = 'downgraded')
                    THEN (left(p.element, 1)::integer - 1) || substr(p.element, 2) ELSE p.element END AS worth_as
          FROM asked AS a, element_parts(a.code, a.info) AS p
    ), scale AS MATERIALIZED (
        SELECT s.goe_scale, goe_scale_points(s.goe_scale) AS points FROM goe_scale AS s
    ), worth AS (
        SELECT part.key, part.no, part.element,
               CASE WHEN part.is_void THEN 0
                    WHEN part.is_vague THEN NULL
                    -- Without turns or level an element has no value.
                    WHEN plain.code IS NULL AND part.worth_as ~ '^0|^[A-Za-z]+$|^[0-9][A-Za-z]*(Li|Tw)$'
                         AND part.worth_as !~ 'B$|^PiF$' THEN 0
                    WHEN spin.code IS NOT NULL AND a.reduced_values = 'computed' THEN round(spin.base_value * a.spin_variation_factor, 2)
                    WHEN spin.code IS NOT NULL THEN spin.reduced_value
                    WHEN NOT part.is_reduced AND NOT part.loses_by_edge THEN plain.base_value
                    WHEN a.reduced_values = 'listed' AND part.is_reduced AND part.loses_by_edge THEN plain.twice_reduced_value
                    WHEN a.reduced_values = 'listed' THEN plain.reduced_value
                    WHEN part.element ~ 'Tw' THEN NULL
                    WHEN part.is_reduced AND part.loses_by_edge THEN round(plain.base_value * a.wrong_edge_underrotated_factor, 2)
                    WHEN part.is_reduced THEN round(plain.base_value * a.underrotated_factor, 2)
                    ELSE round(plain.base_value * a.wrong_edge_factor, 2)
               END AS value,
               coalesce(plain.goe_scale, spin.goe_scale) AS goe_scale
          FROM part
          JOIN asked AS a USING (key)
          LEFT JOIN element_value AS plain
            ON plain.branch = part.branch AND plain.code = part.worth_as AND plain.dance = part.dance AND plain.seasons @> part.season
          -- A spin with V stands in the scale by itself to 2015/16; otherwise it is the spin, reduced.
          LEFT JOIN element_value AS spin
            ON plain.code IS NULL AND part.worth_as ~ 'V[0-9]?$' AND spin.branch = part.branch AND spin.dance = part.dance
           AND spin.code = regexp_replace(part.worth_as, 'V[0-9]?$', '') AND spin.seasons @> part.season
    ), whole AS (
        SELECT w.key, array_agg(w.value ORDER BY w.value DESC) AS values, sum(w.value) AS total, bool_and(w.value IS NOT NULL) AS is_known,
               count(*) AS parts, bool_and(w.element ~ 'Li[B1-4]$') AS are_lifts, array_agg(w.goe_scale ORDER BY w.no) AS scales,
               (array_agg(w.goe_scale ORDER BY w.value DESC, w.no))[1] AS leading_scale
          FROM worth AS w GROUP BY w.key
    )
    SELECT a.branch, a.season, a.code, a.info,
           CASE WHEN NOT whole.is_known THEN NULL
                WHEN a.code ~ '[+]SEQ' AND a.base_value_decimals = 1 THEN round(jumps.total * a.sequence_factor, 1)
                WHEN a.code ~ '[+]SEQ' THEN jumps.total * a.sequence_factor * CASE WHEN a.code ~ '[+]REP' THEN a.repetition_factor ELSE 1 END
                WHEN a.branch = 'ice_dance' AND whole.are_lifts AND whole.parts = 2 THEN whole.total * a.combined_lift_factor
                WHEN a.code ~ '[+]REP' THEN whole.total * a.repetition_factor
                ELSE whole.total END,
           CASE WHEN lifts.code IS NOT NULL THEN lift_scale.points
                -- The points of both partners, or of both lifts, are added.
                WHEN a.branch = 'ice_dance' THEN (
                    SELECT array_agg(s.points ORDER BY s.grade) FROM (
                        SELECT p.grade, CASE WHEN count(p.points) = whole.parts THEN sum(p.points) END AS points
                          FROM unnest(whole.scales) AS name JOIN scale ON scale.goe_scale = name,
                               unnest(scale.points) WITH ORDINALITY AS p (points, grade)
                         GROUP BY p.grade) AS s)
                WHEN NOT whole.is_known THEN NULL
                WHEN most_valuable.goe_scale IS NOT NULL THEN most_valuable.points
                WHEN a.code !~ '^Ch' THEN goe_share_points(whole.values[1], a.goe_share) END
      FROM asked AS a
      JOIN whole USING (key)
      LEFT JOIN scale AS most_valuable ON most_valuable.goe_scale = whole.leading_scale
      LEFT JOIN element_value AS lifts
        ON whole.are_lifts AND whole.parts = 2 AND lifts.branch = a.branch AND lifts.code = 'Li+Li' AND lifts.seasons @> a.season
      LEFT JOIN scale AS lift_scale ON lift_scale.goe_scale = lifts.goe_scale
      LEFT JOIN LATERAL (SELECT sum(v.points) AS total
                           FROM unnest(whole.values[:coalesce(a.sequence_jumps, whole.parts)]) AS v (points)) AS jumps ON a.code ~ '[+]SEQ'
$function$;
COMMENT ON FUNCTION scored_codes(text[], integer[], text[], text[], text[]) IS
    'Per branch, season, code and flags: value of the element by the scale before bonus and rounding, and the points of its grades '
    '-5 to +5 (of the most valuable jump in singles and pairs). NULL: not determined.';

CREATE FUNCTION scored_code(for_branch text, for_season integer, for_code text, for_info text, for_dance text DEFAULT '',
    OUT value numeric, OUT goe_points numeric[])
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $function$
    SELECT s.value, s.goe_points
      FROM scored_codes(ARRAY[for_branch], ARRAY[for_season], ARRAY[for_code], ARRAY[for_info], ARRAY[for_dance]) AS s
$function$;
COMMENT ON FUNCTION scored_code(text, integer, text, text, text) IS 'scored_codes for one element.';

CREATE FUNCTION scored_elements(performance_ids bigint[] DEFAULT NULL)
RETURNS TABLE (performance_id bigint, no smallint, base_value numeric, goe numeric,
               published_base_value numeric, published_goe numeric, published_score numeric)
LANGUAGE sql STABLE ROWS 100000 SET search_path = pg_catalog, public AS $function$
    WITH judged AS MATERIALIZED (
        SELECT e.performance_id, e.no, e.code, coalesce(e.info, '') AS info, e.base_value, e.goe, e.panel_score, e.marks, p.panel_size,
               CASE s.discipline WHEN 'ice_dance' THEN 'ice_dance' ELSE 'singles_and_pairs' END AS branch, v.season::integer AS season,
               e.is_second_half, coalesce(bonus.factor, 1) AS bonus, r.base_value_decimals::integer AS decimals, r.judges_are_drawn,
               CASE WHEN s.discipline <> 'ice_dance' THEN r.goe_share END AS goe_share
          FROM element AS e
          JOIN performance AS p USING (performance_id)
          JOIN segment AS s USING (segment_id)
          JOIN category AS c ON c.category_id = s.category_id
          JOIN event AS v ON v.event_id = c.event_id
          -- Novices and others may have rules of their own.
          LEFT JOIN ruleset AS r ON r.seasons @> v.season::integer AND c.level IN ('senior', 'junior')
          LEFT JOIN second_half_bonus AS bonus
            ON bonus.discipline = s.discipline AND bonus.segment_kind = s.kind AND bonus.seasons @> v.season::integer
           AND e.code ~ CASE bonus.applies_to WHEN 'jumps' THEN '^[0-9]?(T|S|Lo|F|Lz|A|Eu)([!eq<>*+]|$)'
                                              WHEN 'jumps and throws' THEN '^[0-9]?(T|S|Lo|F|Lz|A|Eu)(Th)?([!eq<>*+]|$)'
                                              ELSE '^[0-9]|^A' END
         WHERE performance_ids IS NULL OR e.performance_id = ANY (performance_ids)
    ), code AS MATERIALIZED (
        -- Few codes are skated often: each is looked up once.
        SELECT scored.*
          FROM (SELECT array_agg(k.branch) AS branches, array_agg(k.season) AS seasons, array_agg(k.code) AS codes, array_agg(k.info) AS infos
                  FROM (SELECT DISTINCT j.branch, j.season, j.code, j.info
                          FROM judged AS j WHERE j.code IS NOT NULL AND j.decimals IS NOT NULL) AS k) AS skated,
               scored_codes(skated.branches, skated.seasons, skated.codes, skated.infos) AS scored
    )
    SELECT j.performance_id, j.no,
           CASE WHEN j.code IS NULL THEN 0
                -- Old sheets do not say why an element did not count.
                WHEN j.base_value = 0 AND code.value > 0 AND (0 = ALL (array_remove(j.marks, NULL))) THEN NULL
                -- A value with the bonus but no x: the sheet, or who copied it, may have lost the x.
                WHEN NOT j.is_second_half AND j.bonus > 1 AND code.value > 0 AND j.base_value = round(code.value * j.bonus, j.decimals)
                    THEN NULL
                WHEN j.is_second_half THEN round(code.value * j.bonus, j.decimals)
                ELSE round(code.value, j.decimals) END,
           CASE WHEN j.base_value = 0 THEN 0
                WHEN j.judges_are_drawn OR j.panel_size < 5 THEN NULL
                WHEN code.goe_points IS NOT NULL THEN goe_of_marks(j.marks, code.goe_points)
                -- Where the scale is not known, the sheet's base value tells the grades of a single element since 2018/19.
                WHEN j.code !~ '[+]|^Ch' AND j.bonus = 1 THEN goe_of_marks(j.marks, goe_share_points(j.base_value, j.goe_share))
           END, j.base_value, j.goe, j.panel_score
      FROM judged AS j LEFT JOIN code USING (branch, season, code, info)
$function$;
COMMENT ON FUNCTION scored_elements(bigint[]) IS
    'Base value and grade of execution of the elements of some performances, of all by default. Only juniors and seniors are determined, '
    'and only panels of five judges or more, since smaller ones may not leave out the highest and the lowest mark.';

CREATE VIEW recomputed_element AS SELECT performance_id, no, base_value, goe FROM scored_elements();
COMMENT ON VIEW recomputed_element IS 'Base value by the scale and grade of execution by the marks, of every element.';
COMMENT ON COLUMN recomputed_element.performance_id IS 'The performance.';
COMMENT ON COLUMN recomputed_element.no IS 'Number of the element.';
COMMENT ON COLUMN recomputed_element.base_value IS 'Base value in points; NULL: not determined.';
COMMENT ON COLUMN recomputed_element.goe IS 'Grade of execution in points; NULL: not determined.';

CREATE VIEW recomputed_component AS
SELECT cm.performance_id, cm.no, f.factor, CASE WHEN NOT r.judges_are_drawn AND p.panel_size >= 5 THEN panel_mark(cm.marks) END AS panel_mark,
       cm.factor AS published_factor, cm.panel_mark AS published_panel_mark, cm.points AS published_points
  FROM component AS cm
  JOIN performance AS p USING (performance_id)
  JOIN segment AS s USING (segment_id)
  JOIN category AS c ON c.category_id = s.category_id
  JOIN event AS v ON v.event_id = c.event_id
  LEFT JOIN ruleset AS r ON r.seasons @> v.season::integer
  LEFT JOIN component_factor AS f
    ON f.discipline = s.discipline AND f.segment_kind = s.kind AND f.component = cm.kind AND f.seasons @> v.season::integer
   AND c.level IN ('senior', 'junior');
COMMENT ON VIEW recomputed_component IS 'Factor by the rules and panel mark by the marks, of every component.';
COMMENT ON COLUMN recomputed_component.performance_id IS 'The performance.';
COMMENT ON COLUMN recomputed_component.no IS 'Number of the component.';
COMMENT ON COLUMN recomputed_component.factor IS 'Factor of the season; NULL: not determined.';
COMMENT ON COLUMN recomputed_component.panel_mark IS 'Panel mark; NULL: not determined.';
COMMENT ON COLUMN recomputed_component.published_factor IS 'Factor on the sheet.';
COMMENT ON COLUMN recomputed_component.published_panel_mark IS 'Panel mark on the sheet.';
COMMENT ON COLUMN recomputed_component.published_points IS 'Points on the sheet.';

CREATE VIEW recomputed_performance AS
SELECT p.performance_id, elements.tes, components.pcs, elements.tes + components.pcs - p.deductions AS tss
  FROM performance AS p
  LEFT JOIN (SELECT performance_id, CASE WHEN bool_and(base_value IS NOT NULL AND goe IS NOT NULL) THEN sum(base_value + goe) END AS tes
               FROM recomputed_element GROUP BY performance_id) AS elements USING (performance_id)
  LEFT JOIN (SELECT performance_id, CASE WHEN bool_and(factor IS NOT NULL AND panel_mark IS NOT NULL)
                                         THEN sum(round(factor * panel_mark, 2)) END AS pcs
               FROM recomputed_component GROUP BY performance_id) AS components USING (performance_id)
 WHERE p.status = 'ok';
COMMENT ON VIEW recomputed_performance IS 'Scores made from marks, codes and the rules alone; only the deductions are the sheet''s.';
COMMENT ON COLUMN recomputed_performance.performance_id IS 'The performance.';
COMMENT ON COLUMN recomputed_performance.tes IS 'Total element score; NULL: an element is not determined.';
COMMENT ON COLUMN recomputed_performance.pcs IS 'Programme component score; NULL: a component is not determined.';
COMMENT ON COLUMN recomputed_performance.tss IS 'Total segment score; NULL: not determined.';

-- Counts who is ahead instead of ranking all, so that asking for one performance reads one segment.
CREATE VIEW segment_ranking AS
SELECT p.performance_id, p.segment_id, p.tss,
       (SELECT 1 + count(*) FROM performance AS ahead
         WHERE ahead.segment_id = p.segment_id AND ahead.status = 'ok'
           AND (ahead.tss > p.tss OR ahead.tss = p.tss AND CASE WHEN s.kind IN ('free', 'original') THEN ahead.pcs > p.pcs
                                                                ELSE ahead.tes > p.tes END))::smallint AS rank
  FROM performance AS p JOIN segment AS s USING (segment_id)
 WHERE p.status = 'ok';
COMMENT ON VIEW segment_ranking IS 'Places in each segment by the tie rules (ISU rule 353): by elements, in free and original by components.';
COMMENT ON COLUMN segment_ranking.performance_id IS 'The performance.';
COMMENT ON COLUMN segment_ranking.segment_id IS 'The segment.';
COMMENT ON COLUMN segment_ranking.tss IS 'Its total segment score.';
COMMENT ON COLUMN segment_ranking.rank IS 'Its place; the disqualified have none.';

CREATE VIEW category_ranking AS
SELECT category_id, entry_id, segments, total,
       rank() OVER (PARTITION BY category_id ORDER BY segments DESC, total DESC, free_tss DESC NULLS LAST,
                    CASE WHEN free_tss IS NULL THEN last_rank END)::smallint AS rank
  FROM (SELECT e.category_id, e.entry_id, count(*)::smallint AS segments, sum(p.tss) AS total,
               max(p.tss) FILTER (WHERE s.kind = 'free') AS free_tss, min(ranking.rank) AS last_rank
          FROM entry AS e
          JOIN performance AS p ON p.entry_id = e.entry_id AND p.status = 'ok'
          JOIN segment AS s ON s.segment_id = p.segment_id
          JOIN segment_ranking AS ranking ON ranking.performance_id = p.performance_id
         WHERE e.status <> 'dsq'
         GROUP BY e.category_id, e.entry_id) AS skated;
COMMENT ON VIEW category_ranking IS
    'Places by total; of equal totals the better free segment is ahead. Who skated fewer segments comes after. Decisions may differ.';
COMMENT ON COLUMN category_ranking.category_id IS 'The category.';
COMMENT ON COLUMN category_ranking.entry_id IS 'The entry.';
COMMENT ON COLUMN category_ranking.segments IS 'How many segments it skated with a score.';
COMMENT ON COLUMN category_ranking.total IS 'Sum of its segments.';
COMMENT ON COLUMN category_ranking.rank IS 'Its place.';

-- Each figure is recomputed from the figures below it as published: an error shows where it arises, not again above.
CREATE FUNCTION scored_sheets(performance_ids bigint[] DEFAULT NULL)
RETURNS TABLE (performance_id bigint, part text, no smallint, rule text, published numeric, recomputed numeric)
LANGUAGE sql STABLE ROWS 500000 SET search_path = pg_catalog, public AS $function$
    SELECT e.performance_id, 'element', e.no, checked.rule, checked.published, checked.recomputed
      FROM scored_elements(performance_ids) AS e,
           LATERAL (VALUES ('base_value', e.published_base_value, e.base_value), ('goe', e.published_goe, e.goe),
                           ('panel_score', e.published_score, e.published_base_value + e.published_goe)
                   ) AS checked (rule, published, recomputed)
    UNION ALL
    SELECT c.performance_id, 'component', c.no, checked.rule, checked.published, checked.recomputed
      FROM recomputed_component AS c,
           LATERAL (VALUES ('factor', c.published_factor, c.factor), ('panel_mark', c.published_panel_mark, c.panel_mark),
                           ('points', c.published_points::numeric, round(c.published_factor * c.published_panel_mark, 2))
                   ) AS checked (rule, published, recomputed)
     WHERE performance_ids IS NULL OR c.performance_id = ANY (performance_ids)
    UNION ALL
    SELECT p.performance_id, 'performance', NULL, checked.rule, checked.published, checked.recomputed
      FROM performance AS p,
           LATERAL (SELECT coalesce(sum(e.panel_score), 0) AS tes FROM element AS e WHERE e.performance_id = p.performance_id) AS elements,
           LATERAL (SELECT coalesce(sum(c.points), 0) AS pcs FROM component AS c WHERE c.performance_id = p.performance_id) AS components,
           LATERAL (VALUES ('tes', p.tes::numeric, elements.tes), ('pcs', p.pcs::numeric, components.pcs),
                           ('tss', p.tss::numeric, p.tes + p.pcs - p.deductions)) AS checked (rule, published, recomputed)
     WHERE p.status = 'ok' AND (performance_ids IS NULL OR p.performance_id = ANY (performance_ids))
    UNION ALL
    -- Places that skip one tell of a sheet that is not here or was disqualified: then only their order is compared. Those of several
    -- groups in one list are not determined.
    SELECT p.performance_id, 'performance', NULL, 'rank', p.rank,
           CASE WHEN p.is_one_list AND NOT (p.rank > p.listed AND p.ruled = p.listed) THEN p.rank + p.ruled - p.listed END
      FROM (SELECT listed.*, bool_and(listed.rank >= listed.listed) OVER (PARTITION BY listed.segment_id) AS is_one_list
              FROM (SELECT p.performance_id, p.segment_id, p.rank, rank() OVER (PARTITION BY p.segment_id ORDER BY p.rank) AS listed,
                           rank() OVER (PARTITION BY p.segment_id
                                        ORDER BY p.tss DESC, CASE WHEN s.kind IN ('free', 'original') THEN p.pcs ELSE p.tes END DESC) AS ruled
                      FROM performance AS p JOIN segment AS s USING (segment_id)
                     WHERE p.status = 'ok' AND p.rank IS NOT NULL
                       AND (performance_ids IS NULL OR p.segment_id IN (
                               SELECT o.segment_id FROM performance AS o WHERE o.performance_id = ANY (performance_ids)))) AS listed) AS p
     WHERE performance_ids IS NULL OR p.performance_id = ANY (performance_ids)
$function$;
COMMENT ON FUNCTION scored_sheets(bigint[]) IS 'Every figure of some sheets, of all by default, beside what the rules make of it.';

CREATE VIEW sheet_scoring AS
SELECT performance_id, part, no, rule, published, recomputed FROM scored_sheets();
COMMENT ON VIEW sheet_scoring IS 'Every figure of every sheet beside what the rules make of it.';
COMMENT ON COLUMN sheet_scoring.performance_id IS 'The performance.';
COMMENT ON COLUMN sheet_scoring.part IS 'element, component or performance.';
COMMENT ON COLUMN sheet_scoring.no IS 'Number of the element or component; NULL: the performance.';
COMMENT ON COLUMN sheet_scoring.rule IS
    'base_value, goe, panel_score of an element; factor, panel_mark, points of a component; tes, pcs, tss, rank of a performance.';
COMMENT ON COLUMN sheet_scoring.published IS 'What the sheet says; NULL: nothing.';
COMMENT ON COLUMN sheet_scoring.recomputed IS 'What the rules say; NULL: not determined.';

CREATE VIEW sheet_difference AS
SELECT performance_id, part, no, rule, published, recomputed FROM sheet_scoring WHERE published <> recomputed;
COMMENT ON VIEW sheet_difference IS 'Every place where the official sheet and the rules differ. See sheet_comparison for what was not compared.';
COMMENT ON COLUMN sheet_difference.performance_id IS 'The performance.';
COMMENT ON COLUMN sheet_difference.part IS 'element, component or performance.';
COMMENT ON COLUMN sheet_difference.no IS 'Number of the element or component; NULL: the performance.';
COMMENT ON COLUMN sheet_difference.rule IS 'Which figure, as in sheet_scoring.';
COMMENT ON COLUMN sheet_difference.published IS 'What the sheet says.';
COMMENT ON COLUMN sheet_difference.recomputed IS 'What the rules say.';

CREATE VIEW sheet_comparison AS
SELECT v.season, s.discipline, checked.rule, count(*) FILTER (WHERE published IS NOT NULL) AS published,
       count(*) FILTER (WHERE published IS NOT NULL AND recomputed IS NOT NULL) AS compared,
       count(*) FILTER (WHERE published = recomputed) AS equal,
       count(*) FILTER (WHERE published IS NOT NULL AND recomputed IS NULL) AS not_determined
  FROM sheet_scoring AS checked
  JOIN performance AS p USING (performance_id)
  JOIN segment AS s USING (segment_id)
  JOIN category AS c ON c.category_id = s.category_id
  JOIN event AS v ON v.event_id = c.event_id
 GROUP BY v.season, s.discipline, checked.rule;
COMMENT ON VIEW sheet_comparison IS 'How many figures were compared and how many agree, so that silence is not taken for agreement.';
COMMENT ON COLUMN sheet_comparison.season IS 'First year of the season.';
COMMENT ON COLUMN sheet_comparison.discipline IS 'men, women, pairs or ice_dance.';
COMMENT ON COLUMN sheet_comparison.rule IS 'Which figure, as in sheet_scoring.';
COMMENT ON COLUMN sheet_comparison.published IS 'How many figures the sheets give.';
COMMENT ON COLUMN sheet_comparison.compared IS 'How many of them the rules determine.';
COMMENT ON COLUMN sheet_comparison.equal IS 'How many of those agree.';
COMMENT ON COLUMN sheet_comparison.not_determined IS 'How many figures the rules do not determine: published less compared.';
