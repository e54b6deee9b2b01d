-- A post of June 2026 by account 1 with all that hangs on it. Ids of that month are written out as timed_id_from(..., n).
INSERT INTO account (handle, display_name) VALUES ('post_author', 'Автор 🥇'), ('post_reader', 'Reader');
INSERT INTO tag (name) VALUES ('posts of june');
INSERT INTO post (post_id, author_id, body) SELECT timed_id_from('2026-06-15', 1), account_id, 'Какой прокат! ⛸️'
  FROM account WHERE handle = 'post_author';
INSERT INTO post (post_id, author_id, kind, reposted_post_id)
SELECT timed_id_from('2026-07-01', 2), account_id, 'repost', timed_id_from('2026-06-15', 1)
  FROM account WHERE handle = 'post_reader';
INSERT INTO post (post_id, author_id, visibility, body)
SELECT timed_id_from('2026-06-15', 3), account_id, 'followers', 'Только для своих' FROM account WHERE handle = 'post_author';
INSERT INTO comment (post_id, comment_id, parent_path, author_id, body)
SELECT timed_id_from('2026-06-15', 1), n, path, account_id, 'Да!' FROM account,
       (VALUES (10, NULL::bigint[]), (11, '{10}'), (12, '{10,11}'), (13, NULL)) AS answer (n, path)
 WHERE handle = 'post_reader';
INSERT INTO post_reaction (post_id, account_id) SELECT timed_id_from('2026-06-15', 1), account_id FROM account
 WHERE handle = 'post_reader';
INSERT INTO comment_reaction (post_id, comment_id, account_id, kind)
SELECT timed_id_from('2026-06-15', 1), 10, account_id, 'sad' FROM account WHERE handle = 'post_reader';
INSERT INTO post_tag (tag_id, post_id) SELECT tag_id, timed_id_from('2026-06-15', 1) FROM tag WHERE name = 'posts of june';
INSERT INTO post_mention (post_id, account_id) SELECT timed_id_from('2026-06-15', 1), account_id FROM account
 WHERE handle = 'post_reader';
INSERT INTO comment_mention (post_id, comment_id, account_id)
SELECT timed_id_from('2026-06-15', 1), 10, account_id FROM account WHERE handle = 'post_author';
INSERT INTO post_subject (post_id, subject_no, team_id, performance_id) VALUES
    (timed_id_from('2026-06-15', 1), 1, 1, NULL), (timed_id_from('2026-06-15', 1), 2, NULL, 1);
INSERT INTO media (post_id, url, width, height, alt_text) VALUES
    (timed_id_from('2026-06-15', 1), 'https://img.example.org/1.jpg', 1920, 1080, 'Прыжок');
