-- Takes away the parts of the sheets that corrected ones replace; a file that tells no reasons or deductions keeps the stored ones.

UPDATE staged_element AS e SET override_reason = s.override_reason
  FROM corrected_performance AS c
  JOIN resolved_performance AS r USING (stored_id)
  JOIN element AS s ON s.performance_id = c.stored_id AND s.override_reason IS NOT NULL
 WHERE e.performance_id = r.file_id AND e.no::smallint = s.no AND e.override_reason IS NULL;
UPDATE staged_component AS e SET override_reason = s.override_reason
  FROM corrected_performance AS c
  JOIN resolved_performance AS r USING (stored_id)
  JOIN component AS s ON s.performance_id = c.stored_id AND s.override_reason IS NOT NULL
 WHERE e.performance_id = r.file_id AND e.no::smallint = s.no AND e.override_reason IS NULL;
DELETE FROM element AS e USING corrected_performance AS c WHERE c.stored_id = e.performance_id;
DELETE FROM component AS e USING corrected_performance AS c WHERE c.stored_id = e.performance_id;
DELETE FROM deduction AS d
 USING corrected_performance AS c JOIN resolved_performance AS r USING (stored_id) JOIN read_performance AS p USING (line)
 WHERE c.stored_id = d.performance_id AND p.tells_deductions;
