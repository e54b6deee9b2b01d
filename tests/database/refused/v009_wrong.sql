-- Each statement spoils v009_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by music_work_is_recorded_once
INSERT INTO music_work (title) VALUES ('Adagio');

-- refused by music_work_title_is_tidy
UPDATE music_work SET title = ' ';

-- refused by music_work_people_are_tidy
UPDATE music_work SET performer = '';

-- refused by programme_one_at_a_time
INSERT INTO programme (team_id, season, kind) VALUES (1, 2016, 'short');

-- refused by programme_one_at_a_time
UPDATE programme SET during = '(,)' WHERE programme_id = 1;

-- refused by programme_kind_is_known
UPDATE programme SET kind = 'long';

-- refused by programme_words_fit
UPDATE programme SET theme = '';

-- refused by programme_media_url_is_web
UPDATE programme SET media_url = 'file:///etc/passwd';

-- refused by programme_during_is_not_empty
UPDATE programme SET during = 'empty' WHERE programme_id = 1;

-- refused by programme_season_fkey
UPDATE programme SET season = 1900;

-- refused by programme_team_fkey
INSERT INTO programme (team_id, season, kind) VALUES (99, 2016, 'short');

-- refused by programme_choreographer_is_one_person
INSERT INTO programme_choreographer VALUES (1, 2, 3);

-- refused by programme_choreographer_position_is_plausible
INSERT INTO programme_choreographer VALUES (1, 0, 1);

-- refused by programme_music_position_is_plausible
INSERT INTO programme_music VALUES (1, 21, 1);

-- refused by programme_music_work_fkey
INSERT INTO programme_music VALUES (1, 4, 99);

-- refused by performance_programme_entry_fkey
UPDATE performance SET programme_id = 3;

-- refused by performance_programme_fkey
UPDATE performance SET programme_id = 1;
UPDATE programme SET team_id = 2, kind = 'original' WHERE programme_id = 1;

-- refused by performance_programme_comes_with_team
UPDATE performance SET programme_id = 1;
UPDATE performance SET programme_team_id = NULL;

-- refused by standing_decision_revision_is_unique
INSERT INTO standing_decision (category_id, revision, reason) VALUES (1, 1, 'again');

-- refused by standing_decision_is_numbered_from_1
INSERT INTO standing_decision (category_id, revision, reason) VALUES (1, 0, 'again');

-- refused by standing_decision_basis_is_known
INSERT INTO standing_decision (category_id, revision, basis, reason) VALUES (1, 2, 'dice', 'again');

-- refused by standing_decision_reason_is_said
INSERT INTO standing_decision (category_id, revision, reason) VALUES (1, 2, '');

-- refused by standing_decision_is_kept
UPDATE standing_decision SET reason = 'none';

-- refused by standing_decision_is_kept
DELETE FROM standing_decision;

-- refused by standing_place_is_kept
UPDATE standing_place SET place = 2;

-- refused by standing_place_is_kept
DELETE FROM standing_place;

-- refused by standing_place_is_positive
INSERT INTO standing_decision (category_id, revision, reason) VALUES (1, 2, 'a ruling');
INSERT INTO standing_place SELECT standing_decision_id, 1, 1, 0 FROM standing_decision WHERE revision = 2;

-- refused by standing_place_total_is_positive
INSERT INTO standing_decision (category_id, revision, reason) VALUES (1, 2, 'a ruling');
INSERT INTO standing_place SELECT standing_decision_id, 1, 1, 1, -1 FROM standing_decision WHERE revision = 2;

-- refused by standing_place_status_is_known
INSERT INTO standing_decision (category_id, revision, reason) VALUES (1, 2, 'a ruling');
INSERT INTO standing_place SELECT standing_decision_id, 1, 1, NULL, NULL, 'ill' FROM standing_decision WHERE revision = 2;

-- refused by standing_place_is_of_those_who_finished
INSERT INTO standing_decision (category_id, revision, reason) VALUES (1, 2, 'a ruling');
INSERT INTO standing_place SELECT standing_decision_id, 1, 1, 1, NULL, 'dsq' FROM standing_decision WHERE revision = 2;

-- refused by standing_place_entry_fkey
INSERT INTO standing_decision (category_id, revision, reason) VALUES (2, 1, 'a ruling');
INSERT INTO standing_place SELECT standing_decision_id, 2, 1, 1 FROM standing_decision WHERE category_id = 2;

-- refused by standing_place_decision_fkey
INSERT INTO standing_place SELECT standing_decision_id, 2, 99, 1 FROM standing_decision;

-- refused by merge_people
SELECT merge_people(1, 2);

-- refused by merge_people
SELECT merge_people(1, 1);

-- refused by merge_people
SELECT merge_people(1, 999);
