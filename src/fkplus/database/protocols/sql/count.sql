-- Per file: how many rows are stored by this run, were stored before, and were corrected.
SELECT 'performances.csv', count(*) FILTER (WHERE stored_id IS NULL), count(stored_id) - count(c.stored_id), count(c.stored_id)
  FROM resolved_performance AS r LEFT JOIN corrected_performance AS c USING (stored_id)
UNION ALL
SELECT 'elements.csv', count(*) FILTER (WHERE r.stored_id IS NULL), count(r.stored_id) - count(c.stored_id), count(c.stored_id)
  FROM staged_element AS e JOIN resolved_performance AS r ON r.file_id = e.performance_id
  LEFT JOIN corrected_performance AS c USING (stored_id)
UNION ALL
SELECT 'components.csv', count(*) FILTER (WHERE r.stored_id IS NULL), count(r.stored_id) - count(c.stored_id), count(c.stored_id)
  FROM staged_component AS e JOIN resolved_performance AS r ON r.file_id = e.performance_id
  LEFT JOIN corrected_performance AS c USING (stored_id)
UNION ALL
SELECT 'officials.csv', count(*) FILTER (WHERE stored_id IS NULL), count(stored_id), 0 FROM resolved_seat
