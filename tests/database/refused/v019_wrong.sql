-- Each statement spoils v019_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by account_tombstone_handle_is_reserved
INSERT INTO account (handle, display_name) VALUES ('Deleted_7', 'Mimic');

-- refused by account_status_follows_measures
UPDATE account SET status = 'active' WHERE account_id = 1901;

-- refused by account_profile_is_of_a_living_account
INSERT INTO account_profile (account_id, about) VALUES (1901, 'I am back');

-- refused by account_credential_is_of_a_living_account
INSERT INTO private.account_credential (account_id, email, password_hash) VALUES (1901, 'gone@example.org',
    '$2b$12$abcdefghijklmnopqrstuuKJ1QbQ0f0n7Jm3l6x5h5o2c7m3i9e1a');
