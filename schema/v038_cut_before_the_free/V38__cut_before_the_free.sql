-- Who was cut before the free segment stands as in the short one also where the sheets say so, by a row FNR or DNQ without a score:
-- such a row counted as a programme that was broken off, and took the place away.

-- ISU Special Regulations 353: the total decides, then the free segment; who did not skate it stands as in the short segment, where
-- the elements decide between equal totals. Who is equal in both shares the place.
CREATE OR REPLACE FUNCTION propose_standings(category_ids bigint[])
RETURNS TABLE (category_id bigint, entry_id bigint, place smallint, total points, status text) LANGUAGE sql STABLE AS $function$
    WITH skated AS (
        SELECT e.category_id, e.entry_id, e.status,
               count(*) FILTER (WHERE p.status NOT IN ('ok', 'fnr', 'dnq')) > 0 AS is_broken_off,
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
        -- Some sheets say who was cut before the free segment (FNR, DNQ); elsewhere it is those behind all who skated it. Others
        -- without it gave up.
        SELECT *, CASE
                   WHEN field.status = 'ok' AND NOT is_broken_off AND (free IS NOT NULL OR NOT has_free AND field.total IS NOT NULL)
                       THEN 'finished'
                   WHEN NOT has_free OR field.total IS NULL OR is_broken_off THEN 'unplaced'
                   WHEN field.status IN ('fnr', 'dnq') OR field.status = 'ok' AND (earlier > last_qualified) IS NOT TRUE THEN 'cut'
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

-- Decisions by the rules that this changes get a new revision; rulings stand.
SELECT decide_standings(array_agg(DISTINCT e.category_id), 'cut before the free segment, as the sheets say')
  FROM entry AS e WHERE e.status IN ('fnr', 'dnq') HAVING count(*) > 0;
