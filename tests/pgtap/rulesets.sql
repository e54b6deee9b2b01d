-- Version 6: every season from 2005/06 on is judged by rules that are stored, and by one set of them.
BEGIN;
SELECT plan(18);

SELECT has_table(name) FROM unnest('{ruleset,second_half_bonus,component_factor,deduction_kind,deduction_price}'::name[]) AS name;
SELECT has_table(name) FROM unnest('{goe_scale,goe_point,element_value}'::name[]) AS name;
SELECT fk_ok('public', 'deduction_price', 'deduction_kind', 'public', 'deduction_kind', 'deduction_kind');

CREATE TEMPORARY VIEW judged AS SELECT start_year::integer AS year FROM season WHERE start_year BETWEEN 2005 AND 2025;
SELECT is_empty('SELECT year FROM judged WHERE (SELECT count(*) FROM ruleset WHERE seasons @> year) <> 1',
                'each season has one ruleset');
SELECT is_empty('SELECT start_year FROM season JOIN ruleset ON seasons @> start_year::integer WHERE season.goe_limit <> ruleset.goe_limit',
                'the range of grades of a season is the one of its ruleset');
SELECT is_empty($$
    SELECT year, discipline, kind
      FROM judged, (VALUES ('men'), ('women'), ('pairs'), ('ice_dance')) AS d (discipline), (VALUES ('short'), ('free')) AS s (kind)
     WHERE (discipline, kind) <> ('ice_dance', 'short')
       AND (SELECT count(*) FROM component_factor AS f WHERE f.discipline = d.discipline AND segment_kind = kind AND seasons @> year)
           <> CASE WHEN year < 2022 THEN 5 ELSE 3 END
    $$, 'five components are multiplied to 2021/22, three since');
SELECT results_eq($$SELECT segment_kind, count(*)::integer FROM component_factor
                     WHERE discipline = 'ice_dance' AND seasons @> 2009 GROUP BY 1 ORDER BY 1$$,
                  $$VALUES ('compulsory', 4), ('free', 5), ('original', 5)$$, 'ice dance had three kinds of segment in 2009/10');
SELECT results_eq($$SELECT factor FROM component_factor WHERE discipline = 'men' AND segment_kind = 'free'
                       AND component = 'skating_skills' ORDER BY seasons$$, ARRAY[2, 3.33], 'the factors of the men''s free');
SELECT is_empty($$SELECT s.goe_scale FROM goe_scale AS s WHERE NOT EXISTS (SELECT FROM goe_point AS p WHERE p.goe_scale = s.goe_scale)$$,
                'each scale of grades has points');
SELECT is_empty($$SELECT a.goe_scale, a.grade FROM goe_point AS a JOIN goe_point AS b USING (goe_scale)
                   WHERE a.grade < b.grade AND a.points > b.points$$,
                'a better grade is worth no less');
SELECT throws_ok($$INSERT INTO ruleset SELECT (r).* FROM (SELECT ruleset AS r FROM ruleset LIMIT 1) AS same$$, '23505', NULL,
                 'a season is not given two rulesets');
SELECT throws_ok($$UPDATE ruleset SET seasons = '[2005,2010)' WHERE seasons @> 2005$$, '23P01', NULL, 'nor by stretching one');

SELECT * FROM finish();
ROLLBACK;
