-- Version 14: posts, comments, reactions and what hangs on a post, month by month.
BEGIN;
SELECT plan(33);

CREATE TEMPORARY TABLE monthly (name) AS SELECT unnest('{post,comment,post_reaction,comment_reaction,post_tag,post_mention,comment_mention,
    post_subject,media,post_counter}'::name[]);
SELECT is_partitioned('public'::name, name) FROM monthly;
SELECT col_is_pk('comment', ARRAY['post_id', 'comment_id']);
SELECT is((SELECT min(month) FROM private.month_partition WHERE table_name = 'public.' || name), date '2025-06-01',
          name || ' begins with June 2025') FROM monthly;
SELECT is_empty($$SELECT partition_name FROM private.month_partition
                   WHERE NOT has_table_privilege('analyst', partition_name, 'SELECT')
                     AND partition_name LIKE 'public.%'$$, 'the analyst reads the months as well');

INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE VALUES (1, 'one', '1'), (2, 'two', '2');
INSERT INTO post (post_id, author_id, body) VALUES (timed_id_from('2026-01-31 23:59:59.999+00'), 1, '⛸'),
                                                   (timed_id_from('2026-02-01 00:00+00'), 1, 'next');
SELECT results_eq('SELECT tableoid::regclass::text FROM post ORDER BY post_id', ARRAY['post_y2026m01', 'post_y2026m02'],
                  'months begin and end in UTC');
SELECT is((SELECT created_at FROM post ORDER BY post_id LIMIT 1), '2026-01-31 23:59:59.999+00'::timestamptz, 'the id tells when');
SELECT throws_ok($$INSERT INTO post (post_id, author_id, body) VALUES (timed_id_from('2021-01-01'), 1, 'old')$$, '23514', NULL,
                 'a post without a month is refused');

PREPARE new_comment AS INSERT INTO comment (post_id, comment_id, parent_path, author_id, body)
    VALUES (timed_id_from('2026-01-31 23:59:59.999+00'), $1, $2, 2, 'x');
SELECT lives_ok('EXECUTE new_comment(1, NULL)');
SELECT lives_ok('EXECUTE new_comment(2, ARRAY[1])');
SELECT throws_ok('EXECUTE new_comment(3, ARRAY[2])', '23503', NULL, 'an answer stands below a path that is there');
SELECT throws_ok('EXECUTE new_comment(4, ARRAY[4])', '23503', NULL, 'a comment is no answer to itself');
SELECT results_eq('SELECT parent_comment_id::integer, cardinality(path) FROM comment ORDER BY comment_id', 'VALUES (NULL, 1), (1, 2)');
INSERT INTO post_reaction (post_id, account_id) SELECT post_id, 2 FROM post;
SELECT results_eq('SELECT comments::integer, reactions::integer FROM post_count ORDER BY post_id', 'VALUES (2, 1), (0, 1)', 'counts follow');
SELECT is_empty('SELECT FROM post_counter_difference', 'and agree with what is there');
UPDATE comment SET body = NULL, deleted_at = now() WHERE comment_id = 1;
SELECT results_eq('SELECT sum(comments)::integer FROM post_count', ARRAY[1], 'a deleted comment is not counted');

SELECT * FROM finish();
ROLLBACK;
