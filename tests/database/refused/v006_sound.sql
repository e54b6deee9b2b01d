-- The rules of the seasons are rows of the migration; this adds only what the wrong statements repeat.
INSERT INTO element_value (branch, code, dance, seasons, base_value, goe_scale) VALUES
    ('ice_dance', '1S1', 'Tango Romantica', '[2009,2010)', 2.9, '+0.5 -0.5'),
    ('ice_dance', '1S1', 'Golden Waltz', '[2009,2010)', 2.5, '+0.5 -0.5');
