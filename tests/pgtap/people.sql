-- Version 1: countries, people, accounts.
BEGIN;
SELECT plan(22);

SELECT has_table(name) FROM unnest('{country,person,person_name,account,account_profile}'::name[]) AS name;
SELECT has_table('private'::name, 'account_credential'::name);
SELECT hasnt_column('public', 'account', 'email', 'what identifies a user stays out of the public schema');
SELECT col_is_pk('country', 'country_code');
SELECT col_is_pk('account_profile', 'account_id', 'an account has one profile');
SELECT col_is_pk('private', 'account_credential', 'account_id', 'an account has one credential');
SELECT fk_ok('public', 'person_name', 'person_id', 'public', 'person', 'person_id');
SELECT fk_ok('public', 'account', 'country_code', 'public', 'country', 'country_code');
SELECT fk_ok('private', 'account_credential', 'account_id', 'public', 'account', 'account_id');
SELECT index_is_unique('public', 'account', 'account_handle_key', 'handles are unique');
SELECT index_is_unique('private', 'account_credential', 'account_credential_email_key', 'addresses are unique');
SELECT col_default_is('account', 'status', 'active', 'a new account is active');

INSERT INTO account (handle, display_name) VALUES ('Tap_1', 'Tap');
SELECT throws_ok($$INSERT INTO account (handle, display_name) VALUES ('tAP_1', 'Other')$$, '23505', NULL,
                 'a handle differs by more than the case of its letters');
SELECT throws_ok($$INSERT INTO account (handle, display_name) VALUES ('a b', 'Spaces')$$, '23514', NULL, 'a handle is plain');
SELECT lives_ok($$INSERT INTO account (handle, display_name) VALUES ('emoji', repeat('⛸', 60))$$,
                'a display name has up to 60 characters, whatever their bytes');
SELECT throws_ok($$INSERT INTO account (handle, display_name) VALUES ('long', repeat('⛸', 61))$$, '23514', NULL, 'and no more');

INSERT INTO private.account_credential (account_id, email, password_hash)
SELECT account_id, 'Tap@example.org', '$2b$12$' || repeat('a', 53) FROM account WHERE handle = 'Tap_1';
SELECT throws_ok($$UPDATE private.account_credential SET password_hash = 'plain'$$, '23514', NULL, 'a plain password is refused');
DELETE FROM account WHERE handle = 'Tap_1';
SELECT is_empty('SELECT FROM private.account_credential', 'no credential outlives its account');

SELECT * FROM finish();
ROLLBACK;
