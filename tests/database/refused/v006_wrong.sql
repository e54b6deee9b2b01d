-- Rules that contradict each other or what a rule can be.

-- refused by rulesets_do_not_overlap
UPDATE ruleset SET seasons = '[2005,2007)' WHERE seasons = '[2005,2006)';

-- refused by ruleset_seasons_are_a_range
UPDATE ruleset SET seasons = '[2022,)' WHERE seasons = '[2022,2026)';

-- refused by ruleset_seasons_are_a_range
UPDATE ruleset SET seasons = 'empty' WHERE seasons = '[2022,2026)';

-- refused by ruleset_goe_limit_is_known
UPDATE ruleset SET goe_limit = 4 WHERE seasons = '[2022,2026)';

-- refused by ruleset_base_value_decimals_are_known
UPDATE ruleset SET base_value_decimals = 3 WHERE seasons = '[2022,2026)';

-- refused by ruleset_underrotation_is_known
UPDATE ruleset SET underrotation = 'forgiven' WHERE seasons = '[2022,2026)';

-- refused by ruleset_reduced_values_are_known
UPDATE ruleset SET reduced_values = 'guessed' WHERE seasons = '[2022,2026)';

-- refused by ruleset_computes_by_factors
UPDATE ruleset SET spin_variation_factor = NULL WHERE seasons = '[2022,2026)';

-- refused by ruleset_factors_are_shares
UPDATE ruleset SET sequence_factor = 1.2 WHERE seasons = '[2022,2026)';

-- refused by ruleset_factors_are_shares
UPDATE ruleset SET repetition_factor = 0 WHERE seasons = '[2022,2026)';

-- refused by ruleset_sequence_has_jumps
UPDATE ruleset SET sequence_jumps = 1 WHERE seasons = '[2019,2022)';

-- refused by second_half_bonuses_do_not_overlap
INSERT INTO second_half_bonus VALUES ('men', 'free', '[2017,2019)', 'jumps', NULL, 1.1);

-- refused by second_half_bonus_discipline_is_known
INSERT INTO second_half_bonus VALUES ('ice_dance', 'free', '[2017,2018)', 'jumps', NULL, 1.1);

-- refused by second_half_bonus_segment_is_known
INSERT INTO second_half_bonus VALUES ('pairs', 'compulsory', '[2017,2018)', 'jumps', NULL, 1.1);

-- refused by second_half_bonus_seasons_are_a_range
INSERT INTO second_half_bonus VALUES ('pairs', 'free', '[1999,2001)', 'jumps', NULL, 1.1);

-- refused by second_half_bonus_applies_to_elements
INSERT INTO second_half_bonus VALUES ('pairs', 'free', '[2017,2018)', 'spins', NULL, 1.1);

-- refused by second_half_bonus_counts_elements
INSERT INTO second_half_bonus VALUES ('pairs', 'free', '[2017,2018)', 'jumps', 0, 1.1);

-- refused by second_half_bonus_is_a_bonus
INSERT INTO second_half_bonus VALUES ('pairs', 'free', '[2017,2018)', 'jumps', 1, 0.9);

-- refused by component_factors_do_not_overlap
INSERT INTO component_factor VALUES ('men', 'free', 'composition', '[2021,2023)', 2);

-- refused by component_factor_discipline_is_known
INSERT INTO component_factor VALUES ('synchro', 'free', 'composition', '[2021,2023)', 2);

-- refused by component_factor_segment_is_known
INSERT INTO component_factor VALUES ('men', 'gala', 'composition', '[2021,2023)', 2);

-- refused by component_factor_component_is_known
INSERT INTO component_factor VALUES ('men', 'free', 'beauty', '[2021,2023)', 2);

-- refused by component_factor_seasons_are_a_range
INSERT INTO component_factor VALUES ('men', 'free', 'timing', '[2021,)', 2);

-- refused by component_factor_has_two_decimals
INSERT INTO component_factor VALUES ('men', 'free', 'timing', '[2021,2022)', 1.333);

-- refused by deduction_kind_is_a_word
INSERT INTO deduction_kind VALUES ('Bad Fall', 'Fall');

-- refused by deduction_kind_title_is_tidy
INSERT INTO deduction_kind VALUES ('bad_fall', ' ');

-- refused by deduction_price_kind_fkey
INSERT INTO deduction_price VALUES ('bad_fall', 'senior', 'men', '[2017,2018)', '[1,)', 1, 1);

-- refused by deduction_prices_do_not_overlap
INSERT INTO deduction_price VALUES ('fall', 'senior', 'men', '[2017,2018)', '[2,4)', 1, 1);

-- refused by deduction_price_level_is_known
INSERT INTO deduction_price VALUES ('fall', 'adult', 'men', '[2017,2018)', '[1,)', 1, 1);

-- refused by deduction_price_discipline_is_known
INSERT INTO deduction_price VALUES ('fall', 'senior', 'synchro', '[2017,2018)', '[1,)', 1, 1);

-- refused by deduction_price_seasons_are_a_range
INSERT INTO deduction_price VALUES ('other', 'senior', 'men', '[2017,)', '[1,)', 1, 1);

-- refused by deduction_price_occurrences_begin_at_one
INSERT INTO deduction_price VALUES ('other', 'senior', 'men', '[2017,2018)', '[0,)', 1, 1);

-- refused by deduction_price_is_positive
INSERT INTO deduction_price VALUES ('other', 'senior', 'men', '[2017,2018)', '[1,)', -1, 1);

-- refused by deduction_price_is_positive
INSERT INTO deduction_price VALUES ('other', 'senior', 'men', '[2017,2018)', '[1,)', 0.3, 1);

-- refused by goe_scale_name_is_tidy
INSERT INTO goe_scale VALUES (' steps ');

-- refused by goe_point_grade_is_grade
INSERT INTO goe_point VALUES ('+1 -1', 6, 6);

-- refused by goe_point_has_sign_of_grade
UPDATE goe_point SET points = -points WHERE goe_scale = '+1 -1' AND grade = 1;

-- refused by goe_point_scale_fkey
INSERT INTO goe_point VALUES ('unheard of', 1, 1);

-- refused by element_values_do_not_overlap
INSERT INTO element_value (branch, code, seasons, base_value) VALUES ('singles_and_pairs', '3Lz', '[2020,2021)', 6);

-- refused by element_values_do_not_overlap
INSERT INTO element_value (branch, code, dance, seasons, base_value) VALUES ('ice_dance', '1S1', 'Golden Waltz', '[2008,2010)', 2);

-- refused by element_value_branch_is_known
INSERT INTO element_value (branch, code, seasons, base_value) VALUES ('synchro', '3Lz', '[2003,2004)', 6);

-- refused by element_value_code_is_a_code
INSERT INTO element_value (branch, code, seasons, base_value) VALUES ('singles_and_pairs', '3Lz<', '[2020,2021)', 6);

-- refused by element_value_seasons_are_a_range
INSERT INTO element_value (branch, code, seasons, base_value) VALUES ('singles_and_pairs', '6Lz', '[2020,)', 6);

-- refused by element_value_base_is_positive
INSERT INTO element_value (branch, code, seasons, base_value) VALUES ('singles_and_pairs', '6Lz', '[2020,2021)', 0);

-- refused by element_value_is_reduced
INSERT INTO element_value (branch, code, seasons, base_value, reduced_value) VALUES ('singles_and_pairs', '6Lz', '[2017,2018)', 6, 7);

-- refused by element_value_goe_scale_fkey
INSERT INTO element_value (branch, code, seasons, base_value, goe_scale) VALUES ('singles_and_pairs', '6Lz', '[2017,2018)', 6, 'my own');
