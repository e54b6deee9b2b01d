-- Each statement spoils v001-v005_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by performance_tss_is_sum
UPDATE performance SET tss = 11.51;

-- refused by points_have_two_decimals
UPDATE performance SET tss = 11.505;

-- refused by points_are_plausible
UPDATE performance SET tss = 'NaN';

-- refused by performance_agrees_with_its_parts
UPDATE performance SET tes = 5, tss = 12;

-- refused by performance_agrees_with_its_parts
UPDATE performance SET pcs = 7, tss = 10.5;

-- refused by performance_agrees_with_its_parts
UPDATE performance SET panel_size = 4;

-- refused by performance_deductions_are_positive
UPDATE performance SET deductions = -1, tss = 13.5;

-- refused by performance_is_scored_when_ok
UPDATE performance SET status = 'dsq';

-- refused by performance_is_scored_when_ok
UPDATE performance SET tss = NULL;

-- refused by performance_status_is_known
UPDATE performance SET status = 'late', tss = NULL, tes = NULL, pcs = NULL;

-- refused by performance_rank_is_positive
UPDATE performance SET rank = 0;

-- refused by performance_segment_fkey
UPDATE performance SET segment_id = 3;

-- refused by performance_is_unique_in_segment
INSERT INTO performance (segment_id, category_id, entry_id, status) VALUES (1, 1, 1, 'wd');

-- refused by performance_entry_fkey
INSERT INTO performance (segment_id, category_id, entry_id, status) VALUES (3, 2, 1, 'wd');

-- refused by performance_agrees_with_its_parts
INSERT INTO performance (segment_id, category_id, entry_id, panel_size, tss, tes, pcs, deductions) VALUES
    (2, 1, 1, 3, 1, 1, 0, 0);

-- refused by performance_agrees_with_its_parts
UPDATE element SET marks = '{1,1}';

-- refused by performance_agrees_with_its_parts
UPDATE element SET marks = '{1,1,4}';

-- refused by element_marks_are_grades
UPDATE element SET marks = '{1,1,6}';

-- refused by element_marks_are_a_list
UPDATE element SET marks = '{{1,1,1}}';

-- refused by element_marks_are_a_list
UPDATE element SET marks = '[0:2]={1,1,1}';

-- refused by element_score_is_sum
UPDATE element SET goe = 0.6;

-- refused by performance_agrees_with_its_parts
UPDATE element SET goe = 0.6, panel_score = 4.6;

-- refused by performance_agrees_with_its_parts
UPDATE element SET goe = NULL, panel_score = NULL;

-- refused by element_score_comes_with_goe
UPDATE element SET goe = NULL;

-- refused by element_without_value_has_no_goe
UPDATE element SET base_value = 0, goe = 4.5;

-- refused by element_score_is_not_negative
UPDATE element SET goe = -5, panel_score = -1;

-- refused by element_no_is_plausible
UPDATE element SET no = 0;

-- refused by element_pkey
INSERT INTO element SELECT * FROM element;

-- refused by performance_agrees_with_its_parts
INSERT INTO element SELECT performance_id, 2, code, info, 1, false, 0, 1, marks FROM element;

-- refused by performance_agrees_with_its_parts
DELETE FROM element;

-- refused by performance_agrees_with_its_parts
TRUNCATE element;

-- refused by performance_agrees_with_its_parts
DELETE FROM component;

-- refused by performance_agrees_with_its_parts
UPDATE component SET marks = '{8,8,8,8}';

-- refused by performance_agrees_with_its_parts
UPDATE component SET panel_mark = 9;

-- refused by performance_agrees_with_its_parts
UPDATE component SET panel_mark = NULL;

-- refused by component_marks_are_in_range
UPDATE component SET marks = '{8,8,10.25}';

-- refused by component_marks_have_two_decimals
UPDATE component SET marks = '{8,8,8.125}';

-- refused by component_factor_is_plausible
UPDATE component SET factor = 1.005;

-- refused by component_name_is_known
UPDATE component SET name = 'Elegance';

-- refused by component_kind_is_unique_in_performance
INSERT INTO component (performance_id, no, name, factor, panel_mark, marks) VALUES (1, 2, 'Performance /
    Execution', 1, 0, '{0,0,0}');

-- refused by panel_seat_is_unique_in_segment
INSERT INTO panel_seat (segment_id, function, role, seat_no) VALUES (1, 'Judge 1', 'judge', 1);

-- refused by panel_seat_nation_is_three_letters
UPDATE panel_seat SET nation = 'isu';

-- refused by country_is_not_isu
INSERT INTO country VALUES ('ISU', 'ISU', 'ИСУ');

-- refused by entry_team_fits_discipline
UPDATE entry SET team_id = 2, team_kind = 'couple';

-- refused by entry_team_fits_discipline
UPDATE entry SET team_kind = 'pair', team_id = 2;

-- refused by entry_team_fkey
UPDATE entry SET team_id = 2 WHERE entry_id = 1;

-- refused by entry_is_unique_in_category
INSERT INTO entry (category_id, discipline, team_id, team_kind, published_name) VALUES (1, 'women', 1,
    'single', 'A');

-- refused by segment_kind_fits_discipline
INSERT INTO segment (category_id, discipline, kind) VALUES (1, 'women', 'compulsory');

-- refused by segment_category_fkey
INSERT INTO segment (category_id, discipline, kind) VALUES (2, 'men', 'free');

-- refused by category_is_unique_in_event
INSERT INTO category (event_id, level, discipline) VALUES (1, 'senior', 'women');

-- refused by event_name_is_unique_in_season
INSERT INTO event (season, name) VALUES (2016, 'Cup');

-- refused by event_dates_come_together
UPDATE event SET starts_on = '2016-10-01';

-- refused by season_goe_limit_is_known
UPDATE season SET goe_limit = 4;

-- refused by seasons_do_not_overlap
UPDATE season SET ends_on = '2017-07-01' WHERE start_year = 2016;

-- refused by team_size_fits_kind
INSERT INTO team (kind, member_ids) VALUES ('couple', '{2,1}');

-- refused by team_size_fits_kind
INSERT INTO team (kind, member_ids) VALUES ('pair', '{1}');

-- refused by team_members_are_one_team
INSERT INTO team (kind, member_ids) VALUES ('couple', '{1,2}');

-- refused by team_has_its_members
INSERT INTO team (kind, member_ids) VALUES ('pair', '{1,2}');

-- refused by team_has_its_members
UPDATE team SET member_ids = '{1,3}' WHERE team_id = 2;

-- refused by team_member_is_listed
DELETE FROM team_member WHERE team_id = 1;

-- refused by team_member_is_listed
UPDATE team_member SET person_id = 3 WHERE team_id = 1;

-- refused by team_member_position_fits_kind
INSERT INTO team_member VALUES (1, 'single', 2, 2);

-- refused by team_member_team_fkey
INSERT INTO team_member VALUES (1, 'couple', 2, 2);

-- refused by membership_period_one_team_at_a_time
INSERT INTO membership_period (team_id, team_kind, person_id, during) VALUES (2, 'couple', 1,
    '[2016-12-31,)');

-- refused by membership_period_member_fkey
INSERT INTO membership_period (team_id, team_kind, person_id, during) VALUES (2, 'couple', 3,
    '[2016-12-31,)');

-- refused by team_country_one_at_a_time
INSERT INTO team_country (team_id, country_code, during) VALUES (1, 'GER', '[2016-01-01,)');

-- refused by team_club_is_said_once
INSERT INTO team_club (team_id, club_id, during) VALUES (1, 1, '[2016-01-01,)');

-- refused by team_coach_is_said_once
INSERT INTO team_coach (team_id, person_id, during) VALUES (1, 3, '[2016-01-01,)');

-- refused by person_name_one_primary
INSERT INTO person_name (person_id, script, full_name, is_primary) VALUES (1, 'latin', 'EXAMPLE Ann', true);

-- refused by account_handle_key
INSERT INTO account (handle, display_name) VALUES ('fan_1', 'Other');

-- refused by account_time_zone_is_named
UPDATE account SET time_zone = '+3';

-- refused by account_credential_password_is_hashed
UPDATE private.account_credential SET password_hash = 'secret';

-- refused by account_credential_email_is_address
UPDATE private.account_credential SET email = 'fan';
