-- Each statement spoils v014_sound.sql in one way; above it stands the rule that must refuse it. A rule among the months of
-- the tables bears the name of the month.

-- refused by post_kind_is_known
UPDATE post SET kind = 'poem';

-- refused by post_visibility_is_known
UPDATE post SET visibility = 'friends';

-- refused by post_locale_is_known_form
UPDATE post SET locale = 'Russian';

-- refused by post_body_fits
UPDATE post SET body = repeat('⛸', 10001) WHERE kind = 'text';

-- refused by post_body_fits
UPDATE post SET body = E' \n\t ' WHERE kind = 'text';

-- refused by post_has_a_body
UPDATE post SET body = NULL WHERE kind = 'text';

-- refused by post_is_gone_when_deleted
UPDATE post SET deleted_at = now() WHERE kind = 'text';

-- refused by post_reposts_if_a_repost
UPDATE post SET kind = 'text', body = 'x' WHERE kind = 'repost';

-- refused by post_reposts_if_a_repost
INSERT INTO post (author_id, kind) VALUES (1, 'repost');

-- refused by post_reposts_what_all_may_see
INSERT INTO post (author_id, kind, reposted_post_id) VALUES (1, 'repost', timed_id_from('2026-06-15', 99));

-- refused by post_reposts_what_all_may_see
INSERT INTO post (author_id, kind, reposted_post_id) VALUES (1, 'repost', timed_id_from('2026-06-15', 3));

-- refused by post_reposts_what_all_may_see
UPDATE post SET deleted_at = now(), body = NULL WHERE post_id = timed_id_from('2026-06-15', 1);
INSERT INTO post (author_id, kind, reposted_post_id) VALUES (1, 'repost', timed_id_from('2026-06-15', 1));

-- refused by post_author_fkey
INSERT INTO post (author_id, body) VALUES (0, 'x');

-- refused by comment_y2026m06_post_fkey
INSERT INTO comment (post_id, author_id, body) VALUES (timed_id_from('2026-06-15', 99), 1, 'x');

-- refused by comment_y2026m06_parent_fkey
INSERT INTO comment (post_id, parent_path, author_id, body) VALUES (timed_id_from('2026-06-15', 1), '{99}', 1, 'x');

-- refused by comment_y2026m06_parent_fkey
INSERT INTO comment (post_id, parent_path, author_id, body) VALUES (timed_id_from('2026-06-15', 1), '{11}',
    1, 'an answer to 11, which stands below 10');

-- refused by comment_y2026m06_parent_fkey
INSERT INTO comment (post_id, parent_path, author_id, body) VALUES (timed_id_from('2026-06-15', 3), '{10}',
    1, 'a parent of another post');

-- refused by comment_y2026m06_parent_fkey
UPDATE comment SET parent_path = '{10,11,12}' WHERE comment_id = 10;

-- refused by comment_y2026m06_parent_fkey
UPDATE comment SET parent_path = '{10}' WHERE comment_id = 10;

-- refused by comment_y2026m06_parent_fkey
UPDATE comment SET parent_path = CASE comment_id WHEN 10 THEN '{10,11}'::bigint[] ELSE '{10,11,10}' END WHERE
    comment_id IN (10, 11);

-- refused by comment_y2026m06_parent_fkey
DELETE FROM comment WHERE comment_id = 11;

-- refused by comment_is_at_most_ten_deep
UPDATE comment SET parent_path = '{1,2,3,4,5,6,7,8,9,10}' WHERE comment_id = 13;

-- refused by comment_is_at_most_ten_deep
UPDATE comment SET parent_path = '{}' WHERE comment_id = 13;

-- refused by comment_is_at_most_ten_deep
UPDATE comment SET parent_path = '[0:0]={10}' WHERE comment_id = 13;

-- refused by comment_body_fits
UPDATE comment SET body = repeat('x', 5001);

-- refused by comment_body_fits
UPDATE comment SET body = ' ';

-- refused by comment_has_a_body
UPDATE comment SET body = NULL;

-- refused by comment_is_gone_when_deleted
UPDATE comment SET deleted_at = now();

-- refused by comment_author_fkey
INSERT INTO comment (post_id, author_id, body) VALUES (timed_id_from('2026-06-15', 1), 0, 'x');

-- refused by post_reaction_y2026m06_pkey
INSERT INTO post_reaction (post_id, account_id, kind) SELECT post_id, account_id, 'sad' FROM post_reaction;

-- refused by post_reaction_kind_is_known
UPDATE post_reaction SET kind = 'hate';

-- refused by post_reaction_y2026m06_post_fkey
INSERT INTO post_reaction (post_id, account_id) SELECT timed_id_from('2026-06-15', 99), min(account_id) FROM account;

-- refused by comment_reaction_kind_is_known
UPDATE comment_reaction SET kind = 'hate';

-- refused by comment_reaction_y2026m06_comment_fkey
UPDATE comment_reaction SET comment_id = 99;

-- refused by comment_mention_y2026m06_comment_fkey
UPDATE comment_mention SET comment_id = 99;

-- refused by post_tag_y2026m06_pkey
INSERT INTO post_tag SELECT * FROM post_tag;

-- refused by post_mention_y2026m06_post_fkey
UPDATE post_mention SET post_id = timed_id_from('2026-06-15', 99);

-- refused by post_subject_is_one_thing
UPDATE post_subject SET event_id = 1;

-- refused by post_subject_is_one_thing
UPDATE post_subject SET team_id = NULL, performance_id = NULL;

-- refused by post_subject_y2026m06_team_id_post_id_idx
INSERT INTO post_subject (post_id, subject_no, team_id) SELECT post_id, 3, team_id FROM post_subject WHERE
    subject_no = 1;

-- refused by post_subject_no_is_plausible
UPDATE post_subject SET subject_no = 21 WHERE subject_no = 2;

-- refused by media_no_is_plausible
UPDATE media SET media_no = 11;

-- refused by media_kind_is_known
UPDATE media SET kind = 'film';

-- refused by media_url_is_web
UPDATE media SET url = 'javascript:alert(1)';

-- refused by media_size_is_whole_and_positive
UPDATE media SET width = NULL;

-- refused by media_size_is_whole_and_positive
UPDATE media SET width = 0;

-- refused by media_lasts_if_a_video
UPDATE media SET duration_ms = 5000;

-- refused by media_lasts_if_a_video
UPDATE media SET kind = 'video', duration_ms = 0;

-- refused by media_rights_are_known
UPDATE media SET rights = 'found on the net', credit = 'somebody';

-- refused by media_of_others_name_them
UPDATE media SET rights = 'press';

-- refused by media_texts_fit
UPDATE media SET alt_text = repeat('x', 1001);

-- refused by post_counter_y2026m06_post_fkey
INSERT INTO post_counter (post_id) VALUES (timed_id_from('2026-06-15', 99));

-- refused by post_reposts_what_all_may_see
INSERT INTO post (post_id, author_id, kind, reposted_post_id)
VALUES (timed_id_from('2026-06-15', 9), 1, 'repost', timed_id_from('2026-06-15', 9));
