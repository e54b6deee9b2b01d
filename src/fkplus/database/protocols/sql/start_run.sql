-- Records the run, only when it brings something.
WITH made AS (
    INSERT INTO import_run (source, files, left_out)
    SELECT %(source)s, %(files)s, %(left_out)s
     WHERE EXISTS (SELECT FROM resolved_performance WHERE stored_id IS NULL)
        OR EXISTS (SELECT FROM resolved_seat WHERE stored_id IS NULL)
        OR EXISTS (SELECT FROM corrected_performance)
    RETURNING import_run_id
)
INSERT INTO this_run SELECT import_run_id FROM made
