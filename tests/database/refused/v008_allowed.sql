-- Changes of v008_sound.sql that no rule may refuse.

-- allowed
UPDATE performance SET tss = 11.51, override_reason = 'the published total is 0.01 too high';

-- allowed
UPDATE performance SET tes = 5, pcs = 9, tss = 13, override_reason = 'official';

-- allowed
UPDATE performance SET deductions = 0, tss = 12.5, override_reason = 'official';

-- allowed
UPDATE element SET marks = '{1,1}', override_reason = 'a judge fell ill';

-- allowed
UPDATE component SET marks = '{8,8,8,8}', override_reason = 'a high mark was not dropped';

-- allowed
UPDATE element SET base_value = 0, goe = 4.5, override_reason = 'official';

-- allowed
UPDATE element SET goe = 0.6, override_reason = 'base value and grade do not add up';

-- allowed
DELETE FROM deduction;

-- allowed
UPDATE deduction SET points = NULL WHERE no = 1;

-- allowed
UPDATE deduction SET points = 2, override_reason = 'the words say 2.00' WHERE no = 1;

-- allowed
INSERT INTO element (performance_id, no, base_value, goe, panel_score, marks) VALUES (1, 2, 0, 0, 0, '{}');

-- allowed
SELECT replace_performance(1, performance_sheet(1), 'nothing changed');

-- allowed
TRUNCATE deduction;
