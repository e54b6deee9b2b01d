-- Contests without beginning and end, a podium of one, a deleted account that guessed and scored nothing.
INSERT INTO prediction_rule VALUES (2030, 0, 0, 32767);
INSERT INTO prediction_contest (category_id, opens_at, locks_at, scored_at) VALUES
    (900001, '-infinity', 'infinity', NULL), (900003, '-infinity', 'infinity', NULL);
INSERT INTO prediction (account_id, category_id, place, entry_id, made_at) VALUES
    (900001, 900001, 3, 900001, '-infinity'), (900001, 900003, 1, 900003, '2018-01-01'), (900002, 900003, 2, 900003, '2018-01-01');
UPDATE prediction_contest SET locks_at = '2018-02-01', scored_at = 'infinity' WHERE category_id = 900003;
INSERT INTO prediction_score VALUES (900001, 900003, 0, 0, 0), (900002, 900003, 32767, 0, 1);
