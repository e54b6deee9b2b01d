-- The largest grant, a gift of a deleted account, a reversal on the same instant, a message of emoji alone.
INSERT INTO bear_transfer (bear_transfer_id, kind, from_account_id, to_account_id, team_id, amount, reverses, request_key, given_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 'grant', NULL, 900001, NULL, 1000000000000, NULL, repeat('🗝', 100), '2003-07-01 00:00+00'),
    (900002, 'team_gift', 900001, NULL, 900002, 1, NULL, 'k', '2030-12-31 23:59:59.999999+00'),
    (900003, 'reversal', NULL, 900001, 900002, 1, 900002, 'k', '2030-12-31 23:59:59.999999+00'),
    (900004, 'account_gift', 900001, 900002, NULL, 999999999999, NULL, 'all but one', '2020-02-29');
INSERT INTO private.bear_message VALUES (900004, repeat('🐻', 500));
