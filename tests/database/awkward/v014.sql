-- The longest texts, right to left and in emoji, a post of a deleted account with comments below it, a bare repost across the
-- end of a month, a thread ten deep, counts that went down to nothing.
INSERT INTO post (post_id, author_id, kind, visibility, locale, body, reposted_post_id, edited_at, deleted_at) VALUES
    (timed_id_from('2025-06-01'), 900001, 'review', 'public', 'pt-BR', repeat('⛸', 10000), NULL, '2025-06-01 00:00+00', NULL),
    (timed_id_from('2026-06-30 23:59:59.999+00', 1048575), 900001, 'text', 'followers', NULL, 'החלקה אמנותית', NULL, NULL, NULL),
    (timed_id_from('2026-07-01'), 900002, 'repost', 'public', NULL, NULL, timed_id_from('2025-06-01'), NULL, NULL),
    (timed_id_from('2026-07-01', 1), 900001, 'news', 'public', 'ru', NULL, NULL, NULL, '2026-07-02 00:00+00');
INSERT INTO comment (post_id, comment_id, parent_path, author_id, body)
SELECT timed_id_from('2026-07-01', 1), 900000 + depth,
       CASE WHEN depth > 1 THEN (SELECT array_agg(900000 + n ORDER BY n) FROM generate_series(1, depth - 1) AS n) END,
       900002, repeat('д', 5000)
  FROM generate_series(1, 10) AS depth;
UPDATE comment SET body = NULL, deleted_at = '2026-07-02 00:00+00', edited_at = '2026-07-01 12:00+00' WHERE comment_id = 900001;
INSERT INTO post_reaction (post_id, account_id, kind) VALUES
    (timed_id_from('2025-06-01'), 900001, 'applause'), (timed_id_from('2025-06-01'), 900002, 'sad'),
    (timed_id_from('2026-06-30 23:59:59.999+00', 1048575), 900002, 'like');
DELETE FROM post_reaction WHERE post_id = timed_id_from('2026-06-30 23:59:59.999+00', 1048575);
INSERT INTO comment_reaction (post_id, comment_id, account_id) VALUES (timed_id_from('2026-07-01', 1), 900010, 900001);
INSERT INTO post_tag (tag_id, post_id) SELECT tag_id, timed_id_from('2025-06-01') FROM tag WHERE tag_id >= 900000;
INSERT INTO post_mention (post_id, account_id) VALUES (timed_id_from('2025-06-01'), 900001);
INSERT INTO comment_mention (post_id, comment_id, account_id) VALUES (timed_id_from('2026-07-01', 1), 900010, 900001);
INSERT INTO post_subject (post_id, subject_no, person_id) SELECT timed_id_from('2025-06-01'), 20, min(person_id) FROM person;
INSERT INTO media (post_id, media_no, kind, url, width, height, duration_ms, rights, credit, alt_text) VALUES
    (timed_id_from('2025-06-01'), 1, 'photo', 'https://example.org/1', NULL, NULL, NULL, 'own', NULL, NULL),
    (timed_id_from('2025-06-01'), 10, 'video', 'http://пример.рф/' || repeat('x', 1983), 32767, 1, 1, 'quotation', repeat('©', 200),
     repeat('🐻', 1000));
