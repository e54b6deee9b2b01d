-- Where stored performances differ from those of the files: file, line, reason. A column that a file lacks is not compared.

CREATE TEMP TABLE read_deduction ON COMMIT DROP AS
SELECT p.line, d.no, d.kind, d.points::points AS points, d.count, d.votes_for, d.votes_of, d.raw_text,
       CASE WHEN CASE WHEN whole.is_partial THEN whole.points > p.deductions ELSE whole.points <> p.deductions END
            THEN format('the sheet deducts %s, its words add up to %s', p.deductions, whole.points) END AS override_reason
  FROM staged_deduction AS d
  JOIN read_performance AS p USING (line)
  JOIN (SELECT line, sum(points) AS points, bool_or(points IS NULL) AS is_partial FROM staged_deduction GROUP BY line) AS whole
       USING (line);
ANALYZE read_deduction;

CREATE TEMP TABLE difference (file text NOT NULL, line integer NOT NULL, reason text NOT NULL, stored_id bigint NOT NULL)
    ON COMMIT DROP;

INSERT INTO difference
SELECT 'performances.csv', r.line, 'differs from the stored performance: ' || concat_ws(', ',
           pg_temp.change('status', s.status, p.status), pg_temp.change('rank', s.rank, p.rank),
           pg_temp.change('start_no', s.start_no, p.start_no), pg_temp.change('panel_size', s.panel_size, p.panel_size),
           pg_temp.change('tss', s.tss, p.tss), pg_temp.change('tes', s.tes, p.tes), pg_temp.change('pcs', s.pcs, p.pcs),
           pg_temp.change('deductions', s.deductions, p.deductions),
           CASE WHEN p.tells_override THEN pg_temp.change('override_reason', s.override_reason, p.override_reason) END),
       r.stored_id
  FROM resolved_performance AS r
  JOIN read_performance AS p USING (line)
  JOIN performance AS s ON s.performance_id = r.stored_id
 WHERE (p.status, p.rank, p.start_no, p.panel_size, p.tss, p.tes, p.pcs, p.deductions)
       IS DISTINCT FROM (s.status, s.rank, s.start_no, s.panel_size, s.tss, s.tes, s.pcs, s.deductions)
    OR p.tells_override AND p.override_reason IS DISTINCT FROM s.override_reason;

INSERT INTO difference
SELECT 'performances.csv', r.line, format('differs from the stored performance: deduction_text "%s" -> "%s"',
                                          coalesce(stored.words, ''), coalesce(given.words, '')), r.stored_id
  FROM resolved_performance AS r
  JOIN read_performance AS p USING (line),
       LATERAL (SELECT string_agg(d.raw_text, ', ' ORDER BY d.no) AS words FROM deduction AS d
                 WHERE d.performance_id = r.stored_id) AS stored,
       LATERAL (SELECT string_agg(d.raw_text, ', ' ORDER BY d.no) AS words FROM read_deduction AS d WHERE d.line = r.line) AS given
 WHERE r.stored_id IS NOT NULL AND p.tells_deductions AND stored.words IS DISTINCT FROM given.words;

INSERT INTO difference
SELECT CASE WHEN e.line IS NULL THEN 'performances.csv' ELSE 'elements.csv' END, coalesce(e.line, s.line), CASE
           WHEN e.line IS NULL THEN format('the stored performance has an element %s, the file has none', s.no)
           WHEN s.line IS NULL THEN format('the stored performance has no element %s', e.no)
           ELSE 'differs from the stored element: ' || concat_ws(', ',
               pg_temp.change('code', s.code, e.code), pg_temp.change('info', s.info, e.info),
               pg_temp.change('base_value', s.base_value, e.base_value),
               pg_temp.change('second_half', s.is_second_half, e.second_half), pg_temp.change('goe', s.goe, e.goe),
               pg_temp.change('panel_score', s.panel_score, e.panel_score), pg_temp.change('marks', s.marks, e.marks),
               CASE WHEN e.tells_override THEN pg_temp.change('override_reason', s.override_reason, e.override_reason) END)
       END, coalesce(e.stored_id, s.stored_id)
  FROM (SELECT r.stored_id, e.* FROM typed_element AS e
          JOIN resolved_performance AS r ON r.file_id = e.performance_id AND r.stored_id IS NOT NULL) AS e
  FULL JOIN (SELECT r.line, r.stored_id, s.* FROM resolved_performance AS r
               JOIN element AS s ON s.performance_id = r.stored_id) AS s
    ON s.stored_id = e.stored_id AND s.no = e.no
 WHERE e.line IS NULL OR s.line IS NULL
    OR (e.code, e.info, e.base_value, e.second_half, e.goe, e.panel_score, e.marks)
       IS DISTINCT FROM (s.code, s.info, s.base_value, s.is_second_half, s.goe, s.panel_score, s.marks)
    OR e.tells_override AND e.override_reason IS DISTINCT FROM s.override_reason;

INSERT INTO difference
SELECT CASE WHEN c.line IS NULL THEN 'performances.csv' ELSE 'components.csv' END, coalesce(c.line, s.line), CASE
           WHEN c.line IS NULL THEN format('the stored performance has a component %s, the file has none', s.no)
           WHEN s.line IS NULL THEN format('the stored performance has no component %s', c.no)
           ELSE 'differs from the stored component: ' || concat_ws(', ',
               pg_temp.change('component', s.name, c.component), pg_temp.change('factor', s.factor, c.factor),
               pg_temp.change('panel_mark', s.panel_mark, c.panel_mark), pg_temp.change('marks', s.marks, c.marks),
               CASE WHEN c.tells_override THEN pg_temp.change('override_reason', s.override_reason, c.override_reason) END)
       END, coalesce(c.stored_id, s.stored_id)
  FROM (SELECT r.stored_id, c.* FROM typed_component AS c
          JOIN resolved_performance AS r ON r.file_id = c.performance_id AND r.stored_id IS NOT NULL) AS c
  FULL JOIN (SELECT r.line, r.stored_id, s.* FROM resolved_performance AS r
               JOIN component AS s ON s.performance_id = r.stored_id) AS s
    ON s.stored_id = c.stored_id AND s.no = c.no
 WHERE c.line IS NULL OR s.line IS NULL
    OR (c.component, c.factor, c.panel_mark, c.marks) IS DISTINCT FROM (s.name, s.factor, s.panel_mark, s.marks)
    OR c.tells_override AND c.override_reason IS DISTINCT FROM s.override_reason;

CREATE TEMP TABLE corrected_performance (stored_id bigint NOT NULL) ON COMMIT DROP;
