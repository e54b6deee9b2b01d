-- Stores what is not stored: seats, performances, elements, components, deductions. this_run holds the run's id, if there is one.

INSERT INTO panel_seat (segment_id, function, role, seat_no, person_id, nation, import_run_id)
SELECT s.segment_id, s.function, s.role, s.seat_no, s.person_id, s.nation, (SELECT import_run_id FROM this_run)
  FROM resolved_seat AS s WHERE s.stored_id IS NULL ORDER BY s.line;

-- What a run changes nothing of brings no source either: the place of a stored sheet stays as it was told first.
INSERT INTO source_document (location)
SELECT p.source
  FROM resolved_performance AS r JOIN read_performance AS p USING (line)
 WHERE p.source IS NOT NULL AND (r.stored_id IS NULL OR r.stored_id IN (SELECT stored_id FROM corrected_performance))
 GROUP BY p.source ORDER BY min(line)
    ON CONFLICT DO NOTHING;

INSERT INTO performance (segment_id, category_id, entry_id, start_no, rank, panel_size, status, tss, tes, pcs, deductions,
                         override_reason, source_document_id, import_run_id)
SELECT r.segment_id, r.category_id, r.entry_id, p.start_no, p.rank, p.panel_size, p.status, p.tss, p.tes, p.pcs,
       p.deductions, p.override_reason, d.source_document_id, (SELECT import_run_id FROM this_run)
  FROM resolved_performance AS r
  JOIN read_performance AS p USING (line)
  LEFT JOIN source_document AS d ON d.location = p.source
 WHERE r.stored_id IS NULL ORDER BY r.line;

CREATE TEMP TABLE new_performance ON COMMIT DROP AS
SELECT r.line, r.file_id, r.entry_id, r.status, p.performance_id, NULL::text AS former_status
  FROM resolved_performance AS r JOIN performance AS p USING (segment_id, entry_id) WHERE r.stored_id IS NULL
 UNION ALL
SELECT r.line, r.file_id, r.entry_id, r.status, p.performance_id, p.status
  FROM resolved_performance AS r
  JOIN corrected_performance AS c USING (stored_id)
  JOIN performance AS p ON p.performance_id = r.stored_id;
ANALYZE new_performance;

UPDATE performance AS s
   SET (start_no, rank, panel_size, status, tss, tes, pcs, deductions, override_reason, source_document_id, import_run_id)
     = (p.start_no, p.rank, p.panel_size, p.status, p.tss, p.tes, p.pcs, p.deductions,
        CASE WHEN p.tells_override THEN p.override_reason ELSE s.override_reason END,
        coalesce((SELECT d.source_document_id FROM source_document AS d WHERE d.location = p.source), s.source_document_id),
        (SELECT import_run_id FROM this_run))
  FROM new_performance AS n JOIN read_performance AS p USING (line)
 WHERE n.former_status IS NOT NULL AND s.performance_id = n.performance_id;

INSERT INTO element (performance_id, no, code, info, base_value, is_second_half, goe, panel_score, marks, override_reason)
SELECT n.performance_id, e.no, e.code, e.info, e.base_value, e.second_half, e.goe, e.panel_score, e.marks, e.override_reason
  FROM typed_element AS e JOIN new_performance AS n ON n.file_id = e.performance_id ORDER BY n.performance_id, e.no;

INSERT INTO component (performance_id, no, name, factor, panel_mark, marks, override_reason)
SELECT n.performance_id, c.no, c.component, c.factor, c.panel_mark, c.marks, c.override_reason
  FROM typed_component AS c JOIN new_performance AS n ON n.file_id = c.performance_id ORDER BY n.performance_id, c.no;

INSERT INTO deduction (performance_id, no, kind, points, count, votes_for, votes_of, raw_text, override_reason)
SELECT n.performance_id, d.no, d.kind, d.points, d.count, d.votes_for, d.votes_of, d.raw_text, d.override_reason
  FROM read_deduction AS d JOIN new_performance AS n USING (line) ORDER BY n.performance_id, d.no;

-- What ended a performance ended the entry: a disqualification outweighs the rest, the last segment comes last.
UPDATE entry SET status = ended.status
  FROM (SELECT DISTINCT ON (entry_id) entry_id, status FROM new_performance
         WHERE status <> 'ok' ORDER BY entry_id, status = 'dsq' DESC, line DESC) AS ended
 WHERE ended.entry_id = entry.entry_id AND entry.status NOT IN ('dsq', ended.status);

-- A correction may take that back.
UPDATE entry SET status = 'ok'
  FROM new_performance AS n
 WHERE n.entry_id = entry.entry_id AND n.former_status = entry.status AND n.status = 'ok' AND entry.status <> 'ok'
   AND NOT EXISTS (SELECT FROM performance AS p WHERE p.entry_id = entry.entry_id AND p.status <> 'ok');

SELECT decide_standings(array_agg(DISTINCT category_id), 'import of protocols')
  FROM resolved_performance
 WHERE stored_id IS NULL OR stored_id IN (SELECT stored_id FROM corrected_performance)
HAVING count(*) > 0;
