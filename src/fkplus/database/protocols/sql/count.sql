-- Per file: how many rows are stored by this run, and how many were stored before.
SELECT 'performances.csv', count(*) FILTER (WHERE stored_id IS NULL), count(stored_id) FROM resolved_performance
UNION ALL
SELECT 'elements.csv', count(*) FILTER (WHERE r.stored_id IS NULL), count(r.stored_id)
  FROM staged_element AS e JOIN resolved_performance AS r ON r.file_id = e.performance_id
UNION ALL
SELECT 'components.csv', count(*) FILTER (WHERE r.stored_id IS NULL), count(r.stored_id)
  FROM staged_component AS c JOIN resolved_performance AS r ON r.file_id = c.performance_id
UNION ALL
SELECT 'officials.csv', count(*) FILTER (WHERE stored_id IS NULL), count(stored_id) FROM resolved_seat
