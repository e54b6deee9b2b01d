-- Version 12: the ledger of bears.
BEGIN;
SELECT plan(21);

SELECT has_table(name) FROM unnest('{bear_transfer,bear_balance,team_bear_slot}'::name[]) AS name;
SELECT has_view(name) FROM unnest('{bear_entry,team_bears,bear_rating,bear_ledger_difference}'::name[]) AS name;
SELECT has_function('give_bears');
SELECT isnt_definer('public', 'give_bears', ARRAY['bigint', 'bigint', 'text', 'bigint', 'bigint', 'text']);
SELECT trigger_is('public', 'bear_transfer', 'bear_transfer_moves_bears', 'private', 'move_bears');

INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE VALUES (1, 'one', '1'), (2, 'two', '2');
INSERT INTO bear_transfer (kind, to_account_id, amount, request_key) VALUES ('grant', 1, 10, 'welcome');
SELECT results_eq('SELECT account_id::integer, bears::integer FROM bear_balance', 'VALUES (1, 10)', 'a grant makes a balance');
SELECT lives_ok($$SELECT give_bears(1, 4, 'k', account => 2, message => '🐻')$$, 'bears can be given');
SELECT is(give_bears(1, 4, 'k', account => 2), (SELECT max(bear_transfer_id) FROM bear_transfer), 'the same request again is the same gift');
SELECT throws_ok($$SELECT give_bears(1, 5, 'k', account => 2)$$, '23505', NULL, 'another gift under its key is refused');
SELECT results_eq('SELECT account_id::integer, bears::integer FROM bear_balance ORDER BY 1', 'VALUES (1, 6), (2, 4)', 'they moved once');
SELECT throws_ok($$SELECT give_bears(1, 7, 'more', account => 2)$$, '23514', NULL, 'nobody gives more than they own');
SELECT throws_ok('UPDATE bear_balance SET bears = 100', '23514', NULL, 'a balance changes by the ledger only');
SELECT throws_ok('UPDATE bear_transfer SET amount = 1', '23514', NULL, 'the ledger is not changed');
SELECT throws_ok('DELETE FROM bear_transfer', '23514', NULL, 'nor shortened');
SELECT throws_ok('TRUNCATE bear_transfer CASCADE', '23514', NULL, 'nor emptied');
SELECT is_empty('SELECT FROM bear_ledger_difference', 'balances are the sums of the ledger');

SELECT * FROM finish();
ROLLBACK;
