-- Programmes without a word, the same music twice, a decision over nobody, one that places a disqualified and a withdrawn entry nowhere.
INSERT INTO music_work (music_work_id, title, composer, performer) OVERRIDING SYSTEM VALUE VALUES
    (900001, repeat('я', 300), NULL, NULL), (900002, '🎻', repeat('🐻', 300), repeat('ё', 300));
INSERT INTO programme (programme_id, team_id, season, kind, title, theme, media_url, during) OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 2003, 'free', NULL, NULL, NULL, '(,)'),
    (900002, 900002, 2030, 'exhibition', repeat('🎭', 300), repeat('ש', 1000), 'http://x', '[2031-01-01,2031-01-02)'),
    (900003, 900002, 2030, 'exhibition', NULL, NULL, NULL, '[2031-01-02,)');
INSERT INTO programme_choreographer VALUES (900001, 10, 900001), (900001, 1, 900004);
INSERT INTO programme_music VALUES (900001, 1, 900001), (900001, 20, 900001), (900002, 1, 900002);
UPDATE performance SET programme_id = 900001 WHERE performance_id = 900001;
INSERT INTO standing_decision (standing_decision_id, category_id, revision, basis, reason) OVERRIDING SYSTEM VALUE VALUES
    (900001, 900003, 1, 'ruling', repeat('🐻', 1000)), (900002, 900003, 32767, 'rules', 'x'), (900003, 900004, 1, 'ruling', 'nobody');
INSERT INTO standing_place (standing_decision_id, category_id, entry_id, place, total, status) VALUES
    (900001, 900003, 900003, 1, 0, 'ok'), (900002, 900003, 900003, NULL, NULL, 'dsq');
