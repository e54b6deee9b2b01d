-- How skating is judged, as data: what a season counts, multiplies and deducts. A season is named by its first year.

CREATE TABLE ruleset (
    seasons int4range NOT NULL,
    goe_limit smallint NOT NULL,
    judges_are_drawn boolean NOT NULL,
    base_value_decimals smallint NOT NULL,
    underrotation text NOT NULL,
    underrotated_factor numeric,
    wrong_edge_factor numeric NOT NULL,
    wrong_edge_underrotated_factor numeric,
    reduced_values text NOT NULL,
    spin_variation_factor numeric,
    goe_share numeric,
    sequence_factor numeric NOT NULL,
    sequence_jumps smallint,
    repetition_factor numeric NOT NULL,
    combined_lift_factor numeric NOT NULL,
    source text NOT NULL,
    CONSTRAINT ruleset_pkey PRIMARY KEY (seasons),
    CONSTRAINT rulesets_do_not_overlap EXCLUDE USING gist (seasons WITH &&),
    CONSTRAINT ruleset_seasons_are_a_range CHECK (NOT isempty(seasons) AND lower(seasons) >= 2003 AND NOT upper_inf(seasons)),
    CONSTRAINT ruleset_goe_limit_is_known CHECK (goe_limit IN (3, 5)),
    CONSTRAINT ruleset_base_value_decimals_are_known CHECK (base_value_decimals IN (1, 2)),
    CONSTRAINT ruleset_underrotation_is_known CHECK (underrotation IN ('downgraded', 'reduced')),
    CONSTRAINT ruleset_reduced_values_are_known CHECK (reduced_values IN ('none', 'listed', 'computed')),
    CONSTRAINT ruleset_computes_by_factors CHECK (
        reduced_values <> 'computed'
        OR num_nulls(underrotated_factor, wrong_edge_underrotated_factor, spin_variation_factor) = 0),
    CONSTRAINT ruleset_factors_are_shares CHECK (
        0 < ALL (ARRAY[underrotated_factor, wrong_edge_factor, wrong_edge_underrotated_factor, spin_variation_factor,
                       sequence_factor, repetition_factor, combined_lift_factor, goe_share])
        AND 1 >= ALL (ARRAY[underrotated_factor, wrong_edge_factor, wrong_edge_underrotated_factor, spin_variation_factor,
                            sequence_factor, repetition_factor, combined_lift_factor, goe_share])),
    CONSTRAINT ruleset_sequence_has_jumps CHECK (sequence_jumps >= 2)
);
COMMENT ON TABLE ruleset IS 'What holds for all disciplines and levels in a range of seasons.';
COMMENT ON COLUMN ruleset.seasons IS 'First years of the seasons: [2010,2014) is 2010/11 to 2013/14.';
COMMENT ON COLUMN ruleset.goe_limit IS 'Grades of execution go from minus this to plus this.';
COMMENT ON COLUMN ruleset.judges_are_drawn IS 'Whether a secret draw decided whose marks count: panel marks cannot be recomputed then.';
COMMENT ON COLUMN ruleset.base_value_decimals IS 'Decimals to which the base value of an element is rounded.';
COMMENT ON COLUMN ruleset.underrotation IS 'What < does: downgraded to the value of one turn less, or reduced.';
COMMENT ON COLUMN ruleset.underrotated_factor IS 'Share of the base value that a jump with < keeps; NULL: it is downgraded.';
COMMENT ON COLUMN ruleset.wrong_edge_factor IS 'Share that a jump with e keeps; 1: no effect on the base value.';
COMMENT ON COLUMN ruleset.wrong_edge_underrotated_factor IS 'Share that a jump with both e and < keeps; NULL: as with < alone.';
COMMENT ON COLUMN ruleset.reduced_values IS
    'Reduced values are listed in the scale (one decimal), computed from the factors (two decimals), or there are none.';
COMMENT ON COLUMN ruleset.spin_variation_factor IS 'Share that a spin with V keeps, where it is computed.';
COMMENT ON COLUMN ruleset.goe_share IS 'Share of the base value that one grade is worth in singles and pairs; NULL: the scale lists points.';
COMMENT ON COLUMN ruleset.sequence_factor IS 'Factor of a jump sequence (+SEQ).';
COMMENT ON COLUMN ruleset.sequence_jumps IS 'How many jumps of a sequence count, the most valuable ones; NULL: all of them.';
COMMENT ON COLUMN ruleset.repetition_factor IS 'Factor of a repeated jump (+REP).';
COMMENT ON COLUMN ruleset.combined_lift_factor IS 'Factor of a combination of two lifts in ice dance.';
COMMENT ON COLUMN ruleset.source IS 'Where that is written.';
COMMENT ON CONSTRAINT rulesets_do_not_overlap ON ruleset IS 'a season has one ruleset';
COMMENT ON CONSTRAINT ruleset_seasons_are_a_range ON ruleset IS 'a ruleset holds from a season since 2003 to a stated one';
COMMENT ON CONSTRAINT ruleset_goe_limit_is_known ON ruleset IS 'grades go to 3 or to 5';
COMMENT ON CONSTRAINT ruleset_base_value_decimals_are_known ON ruleset IS 'base values have one or two decimals';
COMMENT ON CONSTRAINT ruleset_underrotation_is_known ON ruleset IS 'an underrotated jump is downgraded or reduced';
COMMENT ON CONSTRAINT ruleset_reduced_values_are_known ON ruleset IS 'reduced values are none, listed or computed';
COMMENT ON CONSTRAINT ruleset_computes_by_factors ON ruleset IS 'reduced values are computed from three factors';
COMMENT ON CONSTRAINT ruleset_factors_are_shares ON ruleset IS 'a factor is above 0 and at most 1';
COMMENT ON CONSTRAINT ruleset_sequence_has_jumps ON ruleset IS 'at least two jumps of a sequence count';

INSERT INTO ruleset VALUES
    ('[2005,2006)', 3, true, 1, 'downgraded', NULL, 1, NULL, 'none', NULL, NULL, 0.8, 2, 1, 0.7, 'sheets of 2005/06'),
    ('[2006,2010)', 3, true, 2, 'downgraded', NULL, 1, NULL, 'none', NULL, NULL, 0.8, 2, 1, 0.8, 'sheets of 2006/07 to 2009/10'),
    ('[2010,2014)', 3, false, 2, 'reduced', 0.7, 1, NULL, 'listed', NULL, NULL, 0.8, 2, 1, 1, 'ISU Communications 1611, 1724'),
    ('[2014,2018)', 3, false, 2, 'reduced', 0.7, 0.7, 0.5, 'listed', NULL, NULL, 0.8, 2, 0.7, 1, 'ISU Communications 1884, 2000, 2089'),
    ('[2018,2019)', 5, false, 2, 'reduced', 0.75, 0.75, 0.6, 'computed', 0.75, 0.1, 0.8, 2, 0.7, 1, 'ISU Communication 2168'),
    ('[2019,2022)', 5, false, 2, 'reduced', 0.8, 0.8, 0.6, 'computed', 0.75, 0.1, 0.8, 2, 0.7, 1, 'ISU Communication 2253'),
    ('[2022,2026)', 5, false, 2, 'reduced', 0.8, 0.8, 0.6, 'computed', 0.75, 0.1, 1, NULL, 0.7, 1, 'sheets of 2022/23 to 2025/26');

CREATE TABLE second_half_bonus (
    discipline text NOT NULL,
    segment_kind text NOT NULL,
    seasons int4range NOT NULL,
    applies_to text NOT NULL,
    last_elements smallint,
    factor numeric NOT NULL,
    CONSTRAINT second_half_bonus_pkey PRIMARY KEY (discipline, segment_kind, seasons),
    CONSTRAINT second_half_bonuses_do_not_overlap EXCLUDE USING gist (discipline WITH =, segment_kind WITH =, seasons WITH &&),
    CONSTRAINT second_half_bonus_discipline_is_known CHECK (discipline IN ('men', 'women', 'pairs')),
    CONSTRAINT second_half_bonus_segment_is_known CHECK (segment_kind IN ('short', 'free')),
    CONSTRAINT second_half_bonus_seasons_are_a_range CHECK (NOT isempty(seasons) AND lower(seasons) >= 2003 AND NOT upper_inf(seasons)),
    CONSTRAINT second_half_bonus_applies_to_elements CHECK (applies_to IN ('jumps', 'jumps and throws', 'jumps, throws, lifts and twists')),
    CONSTRAINT second_half_bonus_counts_elements CHECK (last_elements >= 1),
    CONSTRAINT second_half_bonus_is_a_bonus CHECK (factor > 1 AND factor <= 2)
);
COMMENT ON TABLE second_half_bonus IS 'Which elements of the second half have a higher base value (x on the sheet). No row: none has.';
COMMENT ON COLUMN second_half_bonus.discipline IS 'men, women or pairs.';
COMMENT ON COLUMN second_half_bonus.segment_kind IS 'short or free.';
COMMENT ON COLUMN second_half_bonus.seasons IS 'First years of the seasons.';
COMMENT ON COLUMN second_half_bonus.applies_to IS 'Which kinds of elements.';
COMMENT ON COLUMN second_half_bonus.last_elements IS 'Only so many of them, the last ones; NULL: each one.';
COMMENT ON COLUMN second_half_bonus.factor IS 'Factor of the base value; a grade of execution is not multiplied.';
COMMENT ON CONSTRAINT second_half_bonuses_do_not_overlap ON second_half_bonus IS 'a segment has one bonus of the second half in a season';
COMMENT ON CONSTRAINT second_half_bonus_discipline_is_known ON second_half_bonus IS 'only men, women and pairs have a bonus of the second half';
COMMENT ON CONSTRAINT second_half_bonus_segment_is_known ON second_half_bonus IS 'the bonus holds for a short or a free segment';
COMMENT ON CONSTRAINT second_half_bonus_seasons_are_a_range ON second_half_bonus IS 'a bonus holds from a season since 2003 to a stated one';
COMMENT ON CONSTRAINT second_half_bonus_applies_to_elements ON second_half_bonus IS 'the bonus is for jumps, throws, lifts and twists';
COMMENT ON CONSTRAINT second_half_bonus_counts_elements ON second_half_bonus IS 'at least one element has the bonus';
COMMENT ON CONSTRAINT second_half_bonus_is_a_bonus ON second_half_bonus IS 'a bonus is a factor above 1, at most 2';

INSERT INTO second_half_bonus VALUES
    ('men', 'short', '[2012,2018)', 'jumps', NULL, 1.1), ('men', 'free', '[2005,2018)', 'jumps', NULL, 1.1),
    ('women', 'short', '[2012,2018)', 'jumps', NULL, 1.1), ('women', 'free', '[2005,2018)', 'jumps', NULL, 1.1),
    ('men', 'short', '[2018,2026)', 'jumps', 1, 1.1), ('men', 'free', '[2018,2026)', 'jumps', 3, 1.1),
    ('women', 'short', '[2018,2026)', 'jumps', 1, 1.1), ('women', 'free', '[2018,2026)', 'jumps', 3, 1.1),
    ('pairs', 'free', '[2005,2008)', 'jumps and throws', NULL, 1.1),
    ('pairs', 'free', '[2008,2014)', 'jumps, throws, lifts and twists', NULL, 1.1);

CREATE TABLE component_factor (
    discipline text NOT NULL,
    segment_kind text NOT NULL,
    component text NOT NULL,
    seasons int4range NOT NULL,
    factor numeric NOT NULL,
    CONSTRAINT component_factor_pkey PRIMARY KEY (discipline, segment_kind, component, seasons),
    CONSTRAINT component_factors_do_not_overlap EXCLUDE USING gist (
        discipline WITH =, segment_kind WITH =, component WITH =, seasons WITH &&),
    CONSTRAINT component_factor_discipline_is_known CHECK (discipline IN ('men', 'women', 'pairs', 'ice_dance')),
    CONSTRAINT component_factor_segment_is_known CHECK (segment_kind IN ('short', 'free', 'original', 'compulsory')),
    CONSTRAINT component_factor_component_is_known CHECK (component IN (
        'skating_skills', 'transitions', 'performance', 'composition', 'interpretation', 'timing', 'presentation')),
    CONSTRAINT component_factor_seasons_are_a_range CHECK (NOT isempty(seasons) AND lower(seasons) >= 2003 AND NOT upper_inf(seasons)),
    CONSTRAINT component_factor_has_two_decimals CHECK (factor > 0 AND factor <= 10 AND factor = round(factor, 2))
);
COMMENT ON TABLE component_factor IS 'Which components juniors and seniors are given, and their factors. Novices and others have their own.';
COMMENT ON COLUMN component_factor.discipline IS 'men, women, pairs or ice_dance.';
COMMENT ON COLUMN component_factor.segment_kind IS 'short (also short dance and rhythm dance), free, original or compulsory.';
COMMENT ON COLUMN component_factor.component IS 'The component as in component.kind.';
COMMENT ON COLUMN component_factor.seasons IS 'First years of the seasons.';
COMMENT ON COLUMN component_factor.factor IS 'Factor of the panel mark.';
COMMENT ON CONSTRAINT component_factors_do_not_overlap ON component_factor IS 'a component has one factor in a season';
COMMENT ON CONSTRAINT component_factor_discipline_is_known ON component_factor IS 'a factor is for men, women, pairs or ice_dance';
COMMENT ON CONSTRAINT component_factor_segment_is_known ON component_factor IS 'a factor is for a short, free, original or compulsory segment';
COMMENT ON CONSTRAINT component_factor_component_is_known ON component_factor IS
    'a factor is for skating skills, transitions, performance, composition, interpretation, timing or presentation';
COMMENT ON CONSTRAINT component_factor_seasons_are_a_range ON component_factor IS 'a factor holds from a season since 2003 to a stated one';
COMMENT ON CONSTRAINT component_factor_has_two_decimals ON component_factor IS 'a factor is above 0, at most 10, with two decimals at most';

-- One line per segment; the factors in the order of the components named.
INSERT INTO component_factor (discipline, segment_kind, component, seasons, factor)
SELECT v.discipline, v.segment_kind, part.component, v.seasons::int4range, part.factor
  FROM (VALUES
    ('men', 'short', '[2005,2022)', '{skating_skills,transitions,performance,composition,interpretation}', '{1,1,1,1,1}'),
    ('men', 'free', '[2005,2022)', '{skating_skills,transitions,performance,composition,interpretation}', '{2,2,2,2,2}'),
    ('women', 'short', '[2005,2022)', '{skating_skills,transitions,performance,composition,interpretation}', '{0.8,0.8,0.8,0.8,0.8}'),
    ('women', 'free', '[2005,2022)', '{skating_skills,transitions,performance,composition,interpretation}', '{1.6,1.6,1.6,1.6,1.6}'),
    ('pairs', 'short', '[2005,2022)', '{skating_skills,transitions,performance,composition,interpretation}', '{0.8,0.8,0.8,0.8,0.8}'),
    ('pairs', 'free', '[2005,2022)', '{skating_skills,transitions,performance,composition,interpretation}', '{1.6,1.6,1.6,1.6,1.6}'),
    ('ice_dance', 'compulsory', '[2005,2010)', '{skating_skills,timing,performance,interpretation}', '{0.75,0.75,0.5,0.5}'),
    ('ice_dance', 'original', '[2005,2010)', '{skating_skills,transitions,performance,composition,interpretation}', '{0.8,0.8,0.6,0.6,1}'),
    ('ice_dance', 'short', '[2010,2014)', '{skating_skills,transitions,performance,composition,interpretation}', '{0.8,0.7,0.7,0.8,1}'),
    ('ice_dance', 'short', '[2014,2022)', '{skating_skills,transitions,performance,composition,interpretation}', '{0.8,0.8,0.8,0.8,0.8}'),
    ('ice_dance', 'free', '[2005,2014)', '{skating_skills,transitions,performance,composition,interpretation}', '{1.25,1.75,1,1,1}'),
    ('ice_dance', 'free', '[2014,2022)', '{skating_skills,transitions,performance,composition,interpretation}', '{1.2,1.2,1.2,1.2,1.2}'),
    ('men', 'short', '[2022,2026)', '{composition,presentation,skating_skills}', '{1.67,1.67,1.67}'),
    ('men', 'free', '[2022,2026)', '{composition,presentation,skating_skills}', '{3.33,3.33,3.33}'),
    ('women', 'short', '[2022,2026)', '{composition,presentation,skating_skills}', '{1.33,1.33,1.33}'),
    ('women', 'free', '[2022,2026)', '{composition,presentation,skating_skills}', '{2.67,2.67,2.67}'),
    ('pairs', 'short', '[2022,2026)', '{composition,presentation,skating_skills}', '{1.33,1.33,1.33}'),
    ('pairs', 'free', '[2022,2026)', '{composition,presentation,skating_skills}', '{2.67,2.67,2.67}'),
    ('ice_dance', 'short', '[2022,2026)', '{composition,presentation,skating_skills}', '{1.33,1.33,1.33}'),
    ('ice_dance', 'free', '[2022,2026)', '{composition,presentation,skating_skills}', '{2,2,2}')
  ) AS v (discipline, segment_kind, seasons, components, factors),
  unnest(v.components::text[], v.factors::numeric[]) AS part (component, factor);

CREATE TABLE deduction_kind (
    deduction_kind text NOT NULL,
    title text NOT NULL,
    CONSTRAINT deduction_kind_pkey PRIMARY KEY (deduction_kind),
    CONSTRAINT deduction_kind_is_a_word CHECK (deduction_kind ~ '^[a-z]+(_[a-z]+)*$'),
    CONSTRAINT deduction_kind_title_is_tidy CHECK (title = btrim(title) AND title <> '')
);
COMMENT ON TABLE deduction_kind IS 'What points are deducted for.';
COMMENT ON COLUMN deduction_kind.deduction_kind IS 'Short name: fall, time_violation ...';
COMMENT ON COLUMN deduction_kind.title IS 'What it means.';
COMMENT ON CONSTRAINT deduction_kind_is_a_word ON deduction_kind IS 'a kind of deduction is written in small letters and underscores';
COMMENT ON CONSTRAINT deduction_kind_title_is_tidy ON deduction_kind IS 'the title of a deduction is not empty and has no space around it';

INSERT INTO deduction_kind VALUES
    ('fall', 'Fall'), ('time_violation', 'Each five seconds too short or too long'), ('late_start', 'Start delayed'),
    ('music_violation', 'Vocal music or music requirements'), ('tempo_violation', 'Tempo of the music'),
    ('costume_or_prop', 'Costume or prop against the rules'), ('costume_failure', 'Part of the costume falls on the ice'),
    ('illegal_element', 'Illegal element or movement'), ('extra_element', 'Extra element'), ('extended_lift', 'Lift too long'),
    ('choreography', 'Choreography against the restrictions of ice dance'), ('interruption', 'Interruption without a pause'),
    ('interruption_with_pause', 'Interruption with a pause of up to three minutes'), ('other', 'Anything else');

CREATE TABLE deduction_price (
    deduction_kind text NOT NULL,
    level_family text NOT NULL,
    discipline text NOT NULL,
    seasons int4range NOT NULL,
    occurrences int4range NOT NULL,
    lowest_points numeric NOT NULL,
    highest_points numeric NOT NULL,
    CONSTRAINT deduction_price_pkey PRIMARY KEY (deduction_kind, level_family, discipline, seasons, occurrences),
    CONSTRAINT deduction_price_kind_fkey FOREIGN KEY (deduction_kind) REFERENCES deduction_kind,
    CONSTRAINT deduction_prices_do_not_overlap EXCLUDE USING gist (
        deduction_kind WITH =, level_family WITH =, discipline WITH =, seasons WITH &&, occurrences WITH &&),
    CONSTRAINT deduction_price_level_is_known CHECK (level_family IN ('senior', 'junior', 'novice')),
    CONSTRAINT deduction_price_discipline_is_known CHECK (discipline IN ('men', 'women', 'pairs', 'ice_dance')),
    CONSTRAINT deduction_price_seasons_are_a_range CHECK (NOT isempty(seasons) AND lower(seasons) >= 2003 AND NOT upper_inf(seasons)),
    CONSTRAINT deduction_price_occurrences_begin_at_one CHECK (NOT isempty(occurrences) AND lower(occurrences) >= 1),
    CONSTRAINT deduction_price_is_positive CHECK (
        lowest_points > 0 AND lowest_points <= highest_points AND highest_points <= 10
        AND lowest_points * 2 = trunc(lowest_points * 2) AND highest_points * 2 = trunc(highest_points * 2))
);
COMMENT ON TABLE deduction_price IS 'What a deduction costs, by season and level; a fall may cost more the more there are.';
COMMENT ON COLUMN deduction_price.deduction_kind IS 'The kind.';
COMMENT ON COLUMN deduction_price.level_family IS 'senior, junior or novice; national levels are not recorded.';
COMMENT ON COLUMN deduction_price.discipline IS 'men, women, pairs or ice_dance.';
COMMENT ON COLUMN deduction_price.seasons IS 'First years of the seasons.';
COMMENT ON COLUMN deduction_price.occurrences IS 'For which occurrence in a programme: [3,5) is the third and the fourth.';
COMMENT ON COLUMN deduction_price.lowest_points IS 'Points for one occurrence, the least.';
COMMENT ON COLUMN deduction_price.highest_points IS
    'Points for one occurrence, the most: an interruption costs by its length, a fall of both partners twice.';
COMMENT ON CONSTRAINT deduction_price_kind_fkey ON deduction_price IS 'The primary key serves it.';
COMMENT ON CONSTRAINT deduction_prices_do_not_overlap ON deduction_price IS 'an occurrence of a deduction has one price in a season';
COMMENT ON CONSTRAINT deduction_price_level_is_known ON deduction_price IS 'a price is for senior, junior or novice';
COMMENT ON CONSTRAINT deduction_price_discipline_is_known ON deduction_price IS 'a price is for men, women, pairs or ice_dance';
COMMENT ON CONSTRAINT deduction_price_seasons_are_a_range ON deduction_price IS 'a price holds from a season since 2003 to a stated one';
COMMENT ON CONSTRAINT deduction_price_occurrences_begin_at_one ON deduction_price IS 'occurrences are counted from 1';
COMMENT ON CONSTRAINT deduction_price_is_positive ON deduction_price IS 'a price is in half points, above 0, at most 10';

INSERT INTO deduction_price
SELECT v.deduction_kind, level_family, discipline, v.seasons::int4range, v.occurrences::int4range,
       CASE level_family WHEN 'novice' THEN v.lowest_points * 0.5 ELSE v.lowest_points END,
       CASE level_family WHEN 'novice' THEN v.highest_points * 0.5 ELSE v.highest_points END
  FROM (VALUES
    ('fall', '{senior,junior}', '{men,women}', '[2005,2016)', '[1,)', 1, 1),
    ('fall', '{junior,novice}', '{men,women}', '[2016,2026)', '[1,)', 1, 1),
    ('fall', '{senior}', '{men,women}', '[2016,2026)', '[1,3)', 1, 1), ('fall', '{senior}', '{men,women}', '[2016,2026)', '[3,5)', 2, 2),
    ('fall', '{senior}', '{men,women}', '[2016,2026)', '[5,)', 3, 3),
    ('fall', '{senior,junior}', '{pairs,ice_dance}', '[2005,2026)', '[1,)', 1, 2),
    ('fall', '{novice}', '{pairs,ice_dance}', '[2016,2026)', '[1,)', 1, 2),
    ('time_violation', '{senior,junior,novice}', '{men,women,pairs,ice_dance}', '[2005,2026)', '[1,)', 1, 1),
    ('late_start', '{senior,junior,novice}', '{men,women,pairs,ice_dance}', '[2005,2026)', '[1,)', 1, 1),
    ('music_violation', '{senior,junior}', '{men,women,pairs}', '[2005,2026)', '[1,)', 1, 1),
    ('music_violation', '{senior,junior}', '{ice_dance}', '[2005,2026)', '[1,)', 1, 2),
    ('tempo_violation', '{senior,junior}', '{ice_dance}', '[2005,2026)', '[1,)', 1, 1),
    ('costume_or_prop', '{senior,junior}', '{men,women,pairs,ice_dance}', '[2005,2026)', '[1,)', 1, 1),
    ('costume_failure', '{senior,junior}', '{men,women,pairs,ice_dance}', '[2005,2026)', '[1,)', 1, 1),
    ('choreography', '{senior,junior}', '{ice_dance}', '[2005,2026)', '[1,)', 1, 1),
    ('illegal_element', '{senior,junior}', '{men,women,pairs,ice_dance}', '[2005,2026)', '[1,)', 2, 2),
    ('extra_element', '{senior,junior}', '{pairs,ice_dance}', '[2005,2026)', '[1,)', 1, 2),
    ('extended_lift', '{senior,junior}', '{ice_dance}', '[2005,2026)', '[1,)', 1, 1),
    ('interruption', '{senior,junior}', '{men,women,pairs,ice_dance}', '[2005,2026)', '[1,)', 1, 3),
    ('interruption_with_pause', '{senior,junior}', '{men,women,pairs,ice_dance}', '[2014,2026)', '[1,)', 5, 5)
  ) AS v (deduction_kind, levels, disciplines, seasons, occurrences, lowest_points, highest_points),
  unnest(v.levels::text[]) AS level_family, unnest(v.disciplines::text[]) AS discipline;
