-- Stores what is not stored: seats, performances, elements, components. this_run holds the run's id, if there is one.

INSERT INTO panel_seat (segment_id, function, role, seat_no, person_id, nation, import_run_id)
SELECT s.segment_id, s.function, s.role, s.seat_no, s.person_id, s.nation, this_run.import_run_id
  FROM resolved_seat AS s LEFT JOIN this_run ON true
 WHERE s.stored_id IS NULL ORDER BY s.line;

INSERT INTO performance (segment_id, category_id, entry_id, start_no, rank, panel_size, status, tss, tes, pcs, deductions,
                         import_run_id)
SELECT r.segment_id, r.category_id, r.entry_id, p.start_no, p.rank, p.panel_size, p.status, p.tss, p.tes, p.pcs,
       p.deductions, this_run.import_run_id
  FROM resolved_performance AS r JOIN typed_performance AS p USING (line) LEFT JOIN this_run ON true
 WHERE r.stored_id IS NULL ORDER BY r.line;

CREATE TEMP TABLE new_performance ON COMMIT DROP AS
SELECT r.line, r.file_id, r.entry_id, r.status, p.performance_id
  FROM resolved_performance AS r JOIN performance AS p USING (segment_id, entry_id) WHERE r.stored_id IS NULL;
ANALYZE new_performance;

INSERT INTO element (performance_id, no, code, info, base_value, is_second_half, goe, panel_score, marks)
SELECT n.performance_id, e.no, e.code, e.info, e.base_value, e.second_half, e.goe, e.panel_score, e.marks
  FROM typed_element AS e JOIN new_performance AS n ON n.file_id = e.performance_id ORDER BY n.performance_id, e.no;

INSERT INTO component (performance_id, no, name, factor, panel_mark, marks)
SELECT n.performance_id, c.no, c.component, c.factor, c.panel_mark, c.marks
  FROM typed_component AS c JOIN new_performance AS n ON n.file_id = c.performance_id ORDER BY n.performance_id, c.no;

-- What ended a performance ended the entry: a disqualification outweighs the rest, the last segment comes last.
UPDATE entry SET status = ended.status
  FROM (SELECT DISTINCT ON (entry_id) entry_id, status FROM new_performance
         WHERE status <> 'ok' ORDER BY entry_id, status = 'dsq' DESC, line DESC) AS ended
 WHERE ended.entry_id = entry.entry_id AND entry.status NOT IN ('dsq', ended.status);
