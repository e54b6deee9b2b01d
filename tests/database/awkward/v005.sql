-- Rows that only just pass the rules of versions 1 to 5: later versions and their seeds have to live with them.
INSERT INTO account (account_id, handle, display_name, locale, time_zone, country_code, status, created_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 'awk_gone', 'deleted', 'en', 'UTC', NULL, 'deleted', '-infinity'),
    (900002, 'awk_emoji', repeat('👩🏽‍🚀', 15), 'ru', 'Europe/Moscow', NULL, 'active', 'infinity'),
    (900003, 'awk_rtl', 'שלום ‏عربي', 'he', 'Asia/Jerusalem', 'ISR', 'suspended', '2020-02-29 23:59:59.999999+00'),
    (900004, repeat('z', 30), repeat('Щ', 60), 'pt-BR', 'America/Argentina/Buenos_Aires', 'ARG', 'active', '2000-01-01');
INSERT INTO account_profile (account_id, about, city, visibility) VALUES
    (900001, NULL, NULL, 'nobody'), (900002, repeat('🐻', 1000), repeat('Г', 100), 'followers'), (900003, '', NULL, 'public');

INSERT INTO person (person_id, sex, birth_date) OVERRIDING SYSTEM VALUE VALUES
    (900001, NULL, NULL), (900002, 'female', '1850-01-01'), (900003, 'male', '2100-01-01'), (900004, NULL, NULL);
INSERT INTO person_name (person_id, script, full_name, given_name, is_primary) VALUES
    (900001, 'latin', 'TWIN Same', NULL, true), (900002, 'latin', 'TWIN Same', 'Same', true),
    (900003, 'cyrillic', repeat('Ё', 1000), NULL, false);
INSERT INTO athlete (person_id) VALUES (900001), (900003);
INSERT INTO club (club_id, name) OVERRIDING SYSTEM VALUE VALUES (900001, '❄');
INSERT INTO team (team_id, kind, member_ids) OVERRIDING SYSTEM VALUE VALUES
    (900001, 'single', '{900001}'), (900002, 'couple', '{900002,900003}'), (900003, 'pair', '{900002,900003}');
INSERT INTO team_member VALUES
    (900001, 'single', 1, 900001), (900002, 'couple', 1, 900002), (900002, 'couple', 2, 900003),
    (900003, 'pair', 1, 900003), (900003, 'pair', 2, 900002);
INSERT INTO membership_period (team_id, team_kind, person_id, during) VALUES
    (900002, 'couple', 900002, '(,)'), (900003, 'pair', 900003, '[2010-01-01,2010-01-02)');
INSERT INTO team_country (team_id, country_code, during) VALUES
    (900002, 'RUS', '(,2022-01-01)'), (900002, (SELECT country_code FROM country WHERE standing = 'neutral' LIMIT 1), '[2022-01-01,)');

-- Seasons at both ends, a team event beside its like, a category without segments and one without entries.
INSERT INTO event (event_id, season, name, kind, starts_on, ends_on) OVERRIDING SYSTEM VALUE VALUES
    (900001, 2003, '⛸', 'other', NULL, NULL), (900002, 2030, repeat('Я', 500), 'national', '2031-01-01', '2031-01-01'),
    (900003, 2017, 'awkward', 'olympic_games', NULL, NULL);
INSERT INTO category (category_id, event_id, level, discipline, team_event) OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 'basic_novice', 'women', false), (900002, 900002, 'adult', 'ice_dance', false),
    (900003, 900003, 'senior', 'women', false), (900004, 900003, 'senior', 'women', true);
INSERT INTO segment (segment_id, category_id, discipline, kind, ordinal, starts_at) OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 'women', 'free', 1, NULL), (900002, 900002, 'ice_dance', 'compulsory', 2, '2031-01-01 00:00+00'),
    (900003, 900003, 'women', 'short', 1, NULL), (900004, 900004, 'women', 'short', 1, NULL),
    (900005, 900003, 'women', 'free', 1, NULL);
INSERT INTO entry (entry_id, category_id, discipline, team_id, team_kind, country_code, published_name, status)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 'women', 900001, 'single', NULL, 'TWIN Same', 'ok'),
    (900002, 900002, 'ice_dance', 900002, 'couple', 'RUS', repeat('Ё', 1000), 'fnr'),
    (900003, 900003, 'women', 900001, 'single', NULL, 'TWIN Same', 'dsq'),
    (900004, 900004, 'women', 900001, 'single', NULL, 'TWIN Same', 'wd');
INSERT INTO panel_seat (segment_id, function, role, seat_no, person_id, nation) VALUES
    (900001, 'Judge No.1', 'judge', 1, NULL, NULL), (900001, 'Judge No.20', 'judge', 20, 900004, 'ISU'),
    (900001, 'Сторож', 'other', 1, NULL, NULL);

-- Scored without an element; a blank slot, a worthless element and marks that nobody gave; disqualified with its sheet kept,
-- disqualified without one; withdrawn with nothing at all.
INSERT INTO performance (performance_id, segment_id, category_id, entry_id, start_no, rank, panel_size, status, tss, tes, pcs, deductions)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 900001, 900001, NULL, NULL, 3, 'ok', -5.00, 0, 0, 5.00),
    (900002, 900002, 900002, 900002, 32767, 32767, 15, 'ok', 5.01, 0.01, 5.00, 0),
    (900003, 900003, 900003, 900003, 1, NULL, 9, 'dsq', NULL, NULL, NULL, NULL),
    (900004, 900005, 900003, 900003, NULL, NULL, NULL, 'dsq', NULL, NULL, NULL, 1),
    (900005, 900004, 900004, 900004, NULL, NULL, NULL, 'wd', NULL, NULL, NULL, NULL);
INSERT INTO element (performance_id, no, code, info, base_value, goe, panel_score, marks) VALUES
    (900002, 1, NULL, NULL, 0, 0, 0, array_fill(NULL::smallint, '{15}')),
    (900002, 30, '?', 'x', 0.01, 0, 0.01, array_fill(-5::smallint, '{15}')),
    (900003, 1, '3Lz+3T', '<< e !', 10.10, NULL, NULL, '{}'),
    (900003, 2, NULL, NULL, 0, NULL, NULL, '{-3,3,NULL,0,1,2,-1,-2,NULL}');
INSERT INTO component (performance_id, no, name, factor, panel_mark, marks) VALUES
    (900002, 1, 'Timing', 1, 5, array_fill(0::numeric, '{15}')),
    (900003, 1, 'Skating Skills', 0.8, NULL, '{}'),
    (900003, 2, 'Presentation', 10, NULL, '{10,0,0.25,NULL,9.75,NULL,NULL,NULL,NULL}');
INSERT INTO import_run (source, files, left_out) VALUES ('', '{}', 2147483647);
