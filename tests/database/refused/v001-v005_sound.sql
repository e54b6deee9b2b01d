-- A little of everything, sound; the tests of refused data spoil it one statement at a time.
INSERT INTO person (sex) VALUES ('female'), ('male'), ('female');
INSERT INTO person_name (person_id, script, full_name, is_primary) VALUES (1, 'latin', 'Ann EXAMPLE', true);
INSERT INTO team (kind, member_ids) VALUES ('single', '{1}'), ('couple', '{1,2}');
INSERT INTO team_member VALUES (1, 'single', 1, 1), (2, 'couple', 1, 1), (2, 'couple', 2, 2);
INSERT INTO membership_period (team_id, team_kind, person_id, during) VALUES (2, 'couple', 1,
    '[2015-01-01,2017-01-01)');
INSERT INTO team_country (team_id, country_code, during) VALUES (1, 'FRA', '[2015-01-01,)');
INSERT INTO club (name, city) VALUES ('Ice', 'Paris');
INSERT INTO team_club (team_id, club_id, during) VALUES (1, 1, '[2015-01-01,)');
INSERT INTO team_coach (team_id, person_id, during) VALUES (1, 3, '[2015-01-01,)');
INSERT INTO event (season, name) VALUES (2016, 'Cup');
INSERT INTO category (event_id, level, discipline) VALUES (1, 'senior', 'women'), (1, 'junior', 'women');
INSERT INTO segment (category_id, discipline, kind) VALUES (1, 'women', 'short'), (1, 'women', 'free'), (2,
    'women', 'short');
INSERT INTO entry (category_id, discipline, team_id, team_kind, country_code, published_name) VALUES (1,
    'women', 1, 'single', 'FRA', 'Ann EXAMPLE');
INSERT INTO panel_seat (segment_id, function, role, seat_no, nation) VALUES (1, 'Judge No.1', 'judge', 1,
    'ISU');
INSERT INTO performance (segment_id, category_id, entry_id, panel_size, tss, tes, pcs, deductions) VALUES
    (1, 1, 1, 3, 11.50, 4.50, 8.00, 1);
INSERT INTO element (performance_id, no, code, base_value, goe, panel_score, marks) VALUES (1, 1, '3T', 4,
    0.5, 4.5, '{1,1,NULL}');
INSERT INTO component (performance_id, no, name, factor, panel_mark, marks) VALUES (1, 1, 'Performance', 1,
    8, '{8,8,8}');
INSERT INTO account (handle, display_name) VALUES ('Fan_1', 'Фанат ❄');
INSERT INTO private.account_credential (account_id, email, password_hash) VALUES (1, 'Fan@example.org',
    '$2b$12$abcdefghijklmnopqrstuuKJ1QbQ0f0n7Jm3l6x5h5o2c7m3i9e1a');
