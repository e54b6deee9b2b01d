-- Each statement spoils v017_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by programme_rating_is_from_1_to_10
UPDATE programme_rating SET music = 11;

-- refused by programme_rating_is_from_1_to_10
UPDATE programme_rating SET costume = 0;

-- refused by programme_rating_pkey
INSERT INTO programme_rating VALUES (1101, 1701, 1, 1, 1);

-- refused by programme_rating_programme_fkey
INSERT INTO programme_rating VALUES (1101, 999999, 1, 1, 1);

-- refused by programme_rating_is_not_truncated
TRUNCATE programme_rating;

-- refused by fantasy_league_name_is_unique
INSERT INTO fantasy_league (name) VALUES ('Лига ❄');

-- refused by fantasy_league_name_is_tidy
INSERT INTO fantasy_league (name) VALUES (' ');

-- refused by fantasy_league_medals_fall
UPDATE fantasy_league SET silver_points = 16;

-- refused by fantasy_league_medals_fall
UPDATE fantasy_league SET bronze_points = -1;

-- refused by fantasy_round_is_unique_in_league
INSERT INTO fantasy_round (fantasy_league_id, event_id, locks_at) VALUES (1701, 1701, '2999-01-01');

-- refused by fantasy_round_opens_before_it_locks
UPDATE fantasy_round SET opens_at = locks_at;

-- refused by fantasy_round_is_scored_after_the_lock
UPDATE fantasy_round SET scored_at = locks_at - interval '1 second';

-- refused by fantasy_round_lock_stands_once_passed
UPDATE fantasy_round SET locks_at = '2999-01-01' WHERE fantasy_round_id = 1702;

-- refused by fantasy_round_stays_once_locked
DELETE FROM fantasy_round WHERE fantasy_round_id = 1702;

-- refused by fantasy_round_locks_after_its_picks
UPDATE fantasy_round SET locks_at = '2016-02-01' WHERE fantasy_round_id = 1701;

-- refused by fantasy_pool_is_a_letter
INSERT INTO fantasy_pool VALUES (1701, 'AA');

-- refused by fantasy_pool_entry_pkey
INSERT INTO fantasy_pool_entry VALUES (1701, 1701, 'B', 1701, 1701);

-- refused by fantasy_pool_entry_pool_fkey
INSERT INTO fantasy_pool_entry VALUES (1702, 1301, 'B', 1301, 1301);

-- refused by fantasy_pool_entry_round_fkey
INSERT INTO fantasy_pool_entry VALUES (1701, 1301, 'A', 1301, 1301);

-- refused by fantasy_pool_entry_category_fkey
INSERT INTO fantasy_pool_entry VALUES (1701, 1301, 'A', 1701, 1301);

-- refused by fantasy_pool_entry_entry_fkey
INSERT INTO fantasy_pool_entry VALUES (1701, 1301, 'A', 1701, 1701);

-- refused by fantasy_pick_pkey
INSERT INTO fantasy_pick VALUES (1101, 1701, 'A', 1701);

-- refused by fantasy_pick_choice_fkey
INSERT INTO fantasy_pick VALUES (1101, 1701, 'B', 1701);

-- refused by fantasy_pick_choice_fkey
DELETE FROM fantasy_pool_entry WHERE entry_id = 1701;

-- refused by fantasy_pick_is_made_before_the_lock
INSERT INTO fantasy_pick VALUES (1101, 1702, 'A', 1304, '2016-02-01');

-- refused by fantasy_pick_is_made_before_the_lock
DELETE FROM fantasy_pick WHERE account_id = 1102;

-- refused by fantasy_pick_is_made_before_the_lock
TRUNCATE fantasy_pick;

-- refused by fantasy_pick_keeps_its_pool
UPDATE fantasy_pick SET pool = 'B', entry_id = 1702 WHERE account_id = 1101;

-- refused by fantasy_pick_changes_by_a_merge
INSERT INTO fantasy_pool_entry VALUES (1702, 1301, 'A', 1301, 1301);
UPDATE fantasy_pick SET entry_id = 1301 WHERE account_id = 1102;

-- refused by fantasy_score_has_two_decimals
UPDATE fantasy_score SET points = 1.005;

-- refused by fantasy_score_has_two_decimals
UPDATE fantasy_score SET points = -1;

-- refused by fantasy_score_medals_are_a_count
UPDATE fantasy_score SET medals = -1;
