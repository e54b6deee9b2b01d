-- Sheets with single deductions, an error of their own and a correction; beside v001-v005_sound.sql.
INSERT INTO source_document (location, sha256) VALUES ('https://example.org/cup/women_sp.pdf', repeat('0af', 21) || '9');
INSERT INTO deduction (performance_id, no, kind, points, count, votes_for, votes_of, raw_text) VALUES
    (1, 1, 'fall', 1, 1, NULL, NULL, 'Falls -1.00 (1)'),
    (1, 2, 'costume_failure', 0, NULL, 1, 10, 'Costume failure 0.00 (1 of 10)');
INSERT INTO performance_revision (performance_id, revision, sheet, reason)
    SELECT 1, 1, performance_sheet(1), 'an input mistake';
