-- Keeps the sheets that corrected ones replace.
SELECT keep_performance_revision(c.stored_id, %(reason)s, this_run.import_run_id)
  FROM corrected_performance AS c CROSS JOIN this_run ORDER BY c.stored_id
