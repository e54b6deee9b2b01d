-- Each statement spoils v012_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by bear_balance_is_not_negative
SELECT give_bears(1101, 51, 'too much', team => 1);

-- refused by bear_balance_is_not_negative
SELECT give_bears(1103, 1, 'never had any', account => 1101);

-- refused by bear_balance_is_not_negative
SELECT give_bears(1102, 20, 'all', team => 1);
INSERT INTO bear_transfer (kind, from_account_id, to_account_id, amount, reverses, request_key) VALUES
    ('reversal', 1102, 1101, 20, 1205, 'reversal:1205');

-- refused by bear_transfer_amount_is_plausible
SELECT give_bears(1101, 0, 'none', team => 1);

-- refused by bear_transfer_amount_is_plausible
SELECT give_bears(1101, -1, 'stolen', account => 1102);

-- refused by bear_transfer_is_not_to_oneself
SELECT give_bears(1101, 1, 'to me', account => 1101);

-- refused by bear_transfer_sides_fit_kind
SELECT give_bears(1101, 1, 'to nobody');

-- refused by bear_transfer_sides_fit_kind
SELECT give_bears(1101, 1, 'to both', account => 1102, team => 1);

-- refused by bear_transfer_sides_fit_kind
INSERT INTO bear_transfer (kind, from_account_id, to_account_id, amount, request_key) VALUES ('grant', 1101, 1102, 1, 'k');

-- refused by bear_transfer_sides_fit_kind
INSERT INTO bear_transfer (kind, team_id, amount, request_key) VALUES ('prize', 1, 1, 'k');

-- refused by bear_transfer_kind_is_known
INSERT INTO bear_transfer (kind, to_account_id, amount, request_key) VALUES ('theft', 1101, 1, 'k');

-- refused by bear_transfer_request_is_carried_out_once
SELECT give_bears(1101, 31, '❄ 2', team => 1);

-- refused by bear_transfer_request_is_carried_out_once
SELECT give_bears(1101, 30, '❄ 2', team => 2);

-- refused by bear_transfer_request_is_carried_out_once
INSERT INTO bear_transfer (kind, to_account_id, amount, request_key) VALUES ('grant', 1102, 1, 'welcome:1101');

-- refused by bear_transfer_request_key_is_tidy
SELECT give_bears(1101, 1, ' ', team => 1);

-- refused by bear_transfer_request_key_is_tidy
SELECT give_bears(1101, 1, repeat('k', 101), team => 1);

-- refused by bear_transfer_team_fkey
SELECT give_bears(1101, 1, 'k', team => 999999);

-- refused by bear_transfer_is_reversed_once
INSERT INTO bear_transfer (kind, to_account_id, team_id, amount, reverses, request_key) VALUES
    ('reversal', 1101, 1, 5, 1202, 'again');

-- refused by bear_transfer_reversal_mirrors_its_original
INSERT INTO bear_transfer (kind, to_account_id, team_id, amount, reverses, request_key) VALUES
    ('reversal', 1101, 1, 29, 1204, 'k');

-- refused by bear_transfer_reversal_mirrors_its_original
INSERT INTO bear_transfer (kind, to_account_id, team_id, amount, reverses, request_key) VALUES
    ('reversal', 1101, 2, 30, 1204, 'k');

-- refused by bear_transfer_reversal_mirrors_its_original
INSERT INTO bear_transfer (kind, to_account_id, team_id, amount, reverses, request_key) VALUES
    ('reversal', 1102, 1, 30, 1204, 'k');

-- refused by bear_transfer_reversal_mirrors_its_original
INSERT INTO bear_transfer (kind, from_account_id, team_id, amount, reverses, request_key) VALUES
    ('reversal', NULL, NULL, 30, 1204, 'k');

-- refused by bear_transfer_reversal_mirrors_its_original
INSERT INTO bear_transfer (kind, to_account_id, team_id, amount, reverses, request_key, given_at) VALUES
    ('reversal', 1101, 1, 30, 1204, 'k', '2025-06-01');

-- refused by bear_transfer_reversal_mirrors_its_original
INSERT INTO bear_transfer (bear_transfer_id, kind, from_account_id, to_account_id, amount, reverses, request_key)
OVERRIDING SYSTEM VALUE VALUES (1299, 'reversal', 1102, 1101, 20, 1205, 'k'), (1298, 'reversal', 1101, 1102, 20, 1299, 'l');

-- refused by bear_transfer_reversal_names_its_original
INSERT INTO bear_transfer (kind, from_account_id, to_account_id, amount, request_key) VALUES ('reversal', 1102, 1101, 20, 'k');

-- refused by bear_transfer_reversal_names_its_original
INSERT INTO bear_transfer (kind, to_account_id, amount, reverses, request_key) VALUES ('grant', 1101, 20, 1205, 'k');

-- refused by bear_transfer_reverses_fkey
INSERT INTO bear_transfer (kind, from_account_id, to_account_id, amount, reverses, request_key) VALUES
    ('reversal', 1102, 1101, 20, 999999, 'k');

-- refused by bear_transfer_is_append_only
UPDATE bear_transfer SET amount = 1;

-- refused by bear_transfer_team_moves_by_a_merge
UPDATE bear_transfer SET team_id = 2 WHERE team_id = 1;

-- refused by bear_transfer_sides_fit_kind
UPDATE bear_transfer SET team_id = NULL WHERE bear_transfer_id = 1204;

-- refused by bear_transfer_is_append_only
DELETE FROM bear_transfer;

-- refused by bear_transfer_is_append_only
TRUNCATE bear_transfer CASCADE;

-- refused by bear_balance_follows_the_ledger
UPDATE bear_balance SET bears = 1000000;

-- refused by bear_balance_follows_the_ledger
INSERT INTO bear_balance VALUES (1103, 1);

-- refused by bear_balance_follows_the_ledger
DELETE FROM bear_balance;

-- refused by bear_balance_follows_the_ledger
TRUNCATE bear_balance;

-- refused by team_bear_slot_follows_the_ledger
UPDATE team_bear_slot SET bears = bears + 1;

-- refused by team_bear_slot_follows_the_ledger
TRUNCATE team_bear_slot;

-- refused by bear_message_fits
SELECT give_bears(1101, 1, 'k', team => 1, message => repeat('ы', 501));
