-- Each statement spoils v008_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by performance_agrees_with_its_parts
UPDATE deduction SET points = 2 WHERE no = 1;

-- refused by performance_agrees_with_its_parts
UPDATE performance SET deductions = 0, tss = 12.5;

-- refused by performance_agrees_with_its_parts
DELETE FROM deduction WHERE no = 1;

-- refused by performance_agrees_with_its_parts
INSERT INTO deduction (performance_id, no, kind, points) VALUES (1, 3, 'fall', 1);

-- refused by performance_agrees_with_its_parts
INSERT INTO deduction (performance_id, no, kind, points, raw_text) VALUES (1, 3, 'fall', 1, NULL), (1, 4, 'other', NULL, '?');

-- refused by deduction_points_are_positive
UPDATE deduction SET points = -1;

-- refused by deduction_kind_is_known
UPDATE deduction SET kind = 'yawn';

-- refused by deduction_count_is_positive
UPDATE deduction SET count = 0;

-- refused by deduction_votes_come_together
UPDATE deduction SET votes_of = NULL;

-- refused by deduction_votes_are_of_a_panel
UPDATE deduction SET votes_for = 11 WHERE no = 2;

-- refused by deduction_raw_text_is_tidy
UPDATE deduction SET raw_text = ' ';

-- refused by deduction_says_something
UPDATE deduction SET kind = 'other', raw_text = NULL;

-- refused by deduction_no_is_plausible
UPDATE deduction SET no = 0 WHERE no = 1;

-- refused by deduction_override_reason_is_said
UPDATE deduction SET override_reason = '';

-- refused by deduction_performance_fkey
INSERT INTO deduction (performance_id, no, kind) VALUES (999, 1, 'fall');

-- refused by performance_override_reason_is_said
UPDATE performance SET override_reason = '  ';

-- refused by element_override_reason_is_said
UPDATE element SET override_reason = '';

-- refused by component_override_reason_is_said
UPDATE component SET override_reason = repeat('x', 1001);

-- refused by points_have_two_decimals
UPDATE performance SET tss = 11.505, override_reason = 'official';

-- refused by performance_is_scored_when_ok
UPDATE performance SET tss = NULL, override_reason = 'official';

-- refused by performance_agrees_with_its_parts
UPDATE element SET marks = '{1,1}';
UPDATE performance SET override_reason = 'the total only';

-- refused by performance_agrees_with_its_parts
UPDATE element SET marks = '{1,1,4}', override_reason = 'official';

-- refused by performance_agrees_with_its_parts
UPDATE element SET goe = 0.6, panel_score = 4.7, override_reason = 'the element only';

-- refused by element_score_comes_with_goe
UPDATE element SET goe = NULL, override_reason = 'official';

-- refused by element_score_is_not_negative
UPDATE element SET goe = -5, panel_score = -1, override_reason = 'official';

-- refused by element_marks_are_grades
UPDATE element SET marks = '{1,1,6}', override_reason = 'official';

-- refused by component_marks_are_in_range
UPDATE component SET marks = '{8,8,10.25}', override_reason = 'official';

-- refused by performance_revision_is_kept
UPDATE performance_revision SET reason = 'none';

-- refused by performance_revision_is_kept
DELETE FROM performance_revision;

-- refused by performance_revision_is_numbered_from_1
INSERT INTO performance_revision (performance_id, revision, sheet, reason) SELECT 1, 0, sheet, reason FROM performance_revision;

-- refused by performance_revision_pkey
INSERT INTO performance_revision (performance_id, revision, sheet, reason) SELECT 1, 1, sheet, reason FROM performance_revision;

-- refused by performance_revision_holds_a_sheet
INSERT INTO performance_revision (performance_id, revision, sheet, reason) SELECT 1, 2, sheet - 'elements', reason FROM performance_revision;

-- refused by performance_revision_reason_is_said
SELECT keep_performance_revision(1, '');

-- refused by performance_tss_is_sum
SELECT replace_performance(1, jsonb_set(performance_sheet(1), '{performance,tss}', '50'), 'a correction');

-- refused by performance_agrees_with_its_parts
SELECT replace_performance(1, jsonb_set(performance_sheet(1), '{elements}', '[]'), 'a correction');

-- refused by source_document_location_is_unique
INSERT INTO source_document (location) SELECT location FROM source_document;

-- refused by source_document_location_is_tidy
UPDATE source_document SET location = '';

-- refused by source_document_sha256_is_hexadecimal
UPDATE source_document SET sha256 = 'abc';

-- refused by performance_source_document_fkey
UPDATE performance SET source_document_id = 999;

-- refused by segment_dance_is_of_ice_dance
UPDATE segment SET dance = 'Golden Waltz';

-- refused by segment_dance_is_tidy
INSERT INTO category (event_id, level, discipline) VALUES (1, 'senior', 'ice_dance');
INSERT INTO segment (category_id, discipline, kind, dance) SELECT category_id, discipline, 'compulsory', ' '
  FROM category WHERE discipline = 'ice_dance';

-- refused by segment_seat_identity_is_known
UPDATE segment SET seat_identity = 'guessed';
