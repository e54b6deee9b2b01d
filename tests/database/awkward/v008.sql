-- Sheets that contradict themselves for a reason, deductions that say nearly nothing, a correction of nothing.
INSERT INTO source_document (source_document_id, location, sha256) OVERRIDING SYSTEM VALUE VALUES
    (900001, repeat('я', 2000), NULL), (900002, '⛸', repeat('0', 64));
UPDATE performance SET source_document_id = 900001, override_reason = repeat('🐻', 1000), tss = 999.99 WHERE performance_id = 900002;
UPDATE element SET override_reason = 'шум', goe = 5, panel_score = 0.01, marks = '{NULL}' WHERE performance_id = 900002 AND no = 1;
UPDATE component SET override_reason = 'שלום', marks = '{}' WHERE performance_id = 900002;
INSERT INTO deduction (performance_id, no, kind, points, count, votes_for, votes_of, raw_text, override_reason) VALUES
    (900001, 1, 'fall', NULL, NULL, NULL, NULL, NULL, NULL),
    (900001, 30, 'other', 5.00, 32767, 0, 20, repeat('я', 1000), NULL),
    (900003, 1, 'tempo_violation', 0, NULL, 20, 20, NULL, repeat('🐻', 1000));
SELECT keep_performance_revision(900005, '🐻');
SELECT keep_performance_revision(900005, repeat('я', 1000), (SELECT max(import_run_id) FROM import_run));
UPDATE segment SET dance = repeat('я', 100), seat_identity = NULL WHERE segment_id = 900002;
