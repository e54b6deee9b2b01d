-- Changes that a later season brings.

-- allowed
INSERT INTO ruleset SELECT '[2026,2027)', goe_limit, judges_are_drawn, base_value_decimals, underrotation, underrotated_factor,
    wrong_edge_factor, wrong_edge_underrotated_factor, reduced_values, spin_variation_factor, goe_share, sequence_factor,
    sequence_jumps, repetition_factor, combined_lift_factor, 'unchanged' FROM ruleset WHERE seasons @> 2025;

-- allowed
UPDATE element_value SET seasons = '[2018,2027)' WHERE branch = 'singles_and_pairs' AND code = '3Lz' AND seasons @> 2025;

-- allowed
INSERT INTO deduction_price VALUES ('fall', 'senior', 'men', '[2026,2027)', '[1,)', 0.5, 0.5);
