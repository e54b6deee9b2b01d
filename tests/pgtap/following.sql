-- Version 11: follows, favourites, notes, blocks and mutes.
BEGIN;
SELECT plan(24);

SELECT has_table(name) FROM unnest('{tag,follow_account,follow_person,follow_team,follow_event,follow_tag,favourite}'::name[]) AS name;
SELECT has_table('private'::name, name) FROM unnest('{team_note,account_block,account_mute}'::name[]) AS name;
SELECT hasnt_table('public'::name, name, name || ' is nobody else''s business') FROM unnest('{team_note,account_block,account_mute}'::name[]) AS name;
SELECT col_is_pk('follow_team', ARRAY['account_id', 'team_id'], 'the key serves what an account follows');
SELECT trigger_is('public', 'follow_account', 'follow_account_is_not_blocked', 'private', 'check_follows');
SELECT trigger_is('private', 'account_block', 'account_block_ends_follows', 'private', 'end_blocked_follows');

INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE VALUES (1, 'one', '1'), (2, 'two', '2'), (3, 'three', '3');
INSERT INTO follow_account (account_id, followed_id) VALUES (1, 2), (2, 1), (3, 1);
SELECT results_eq($$SELECT subject_id::integer, followers::integer FROM follower_count WHERE subject_kind = 'account' ORDER BY 1$$,
                  'VALUES (1, 2), (2, 1)', 'followers are counted');
SELECT throws_ok('INSERT INTO follow_account (account_id, followed_id) VALUES (1, 1)', '23514', NULL, 'nobody follows oneself');
SELECT throws_ok('UPDATE follow_account SET followed_at = now()', '23514', NULL, 'a follow is not changed');
INSERT INTO private.account_block (account_id, blocked_id) VALUES (1, 2);
SELECT results_eq('SELECT account_id::integer FROM follow_account', ARRAY[3], 'a block ends the follows of both');
SELECT throws_ok('INSERT INTO follow_account (account_id, followed_id) VALUES (2, 1)', '23514', NULL, 'and keeps them from beginning anew');
SELECT results_eq($$SELECT sum(followers)::integer FROM follower_count WHERE subject_kind = 'account'$$, ARRAY[1], 'the count follows');
INSERT INTO tag (name) VALUES ('Тройной Аксель');
SELECT throws_ok($$INSERT INTO tag (name) VALUES ('тройнойаксель')$$, '23505', NULL, 'a tag is one, whatever its case and spaces');
SELECT throws_ok(format('INSERT INTO tag (name) VALUES (%L)', U&'zero\200Bwidth'), '23514', NULL, 'and has nothing in it that can not be seen');

SELECT * FROM finish();
ROLLBACK;
