-- Changes of v014_sound.sql that no rule may refuse.

-- allowed
UPDATE post SET body = repeat('⛸', 10000), edited_at = now() WHERE kind = 'text';

-- allowed
UPDATE post SET body = NULL, deleted_at = now();

-- allowed
UPDATE comment SET body = NULL, deleted_at = now() WHERE comment_id = 10;

-- allowed
INSERT INTO comment (post_id, comment_id, parent_path, author_id, body)
SELECT timed_id_from('2026-06-15', 1), 20, path, 1, '👏' FROM comment WHERE comment_id = 12;

-- allowed
UPDATE comment SET parent_path = '{13}' WHERE comment_id = 12;

-- allowed
UPDATE media SET kind = 'video', duration_ms = 215000, rights = 'press', credit = 'Фото: Анна', alt_text = NULL;

-- allowed
UPDATE post_subject SET category_id = 1, team_id = NULL WHERE subject_no = 1;

-- allowed
DELETE FROM post_reaction;

-- allowed
INSERT INTO post (author_id, kind, body, reposted_post_id) VALUES (1, 'repost', 'Смотрите!', timed_id_from('2026-06-15', 1));
