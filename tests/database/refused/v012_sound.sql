-- An account of 100 bears that gave 30 to a team and 20 to another account, and had 5 of a first gift back.
INSERT INTO bear_transfer (bear_transfer_id, kind, from_account_id, to_account_id, team_id, amount, reverses, request_key,
                           given_at) OVERRIDING SYSTEM VALUE VALUES
    (1201, 'grant', NULL, 1101, NULL, 100, NULL, 'welcome:1101', '2025-01-01'),
    (1202, 'team_gift', 1101, NULL, 1, 5, NULL, '❄ 1', '2025-06-30 23:59:59+00'),
    (1203, 'reversal', NULL, 1101, 1, 5, 1202, 'reversal:1202', '2025-07-01'),
    (1204, 'team_gift', 1101, NULL, 1, 30, NULL, '❄ 2', '2025-07-01 00:00+00'),
    (1205, 'account_gift', 1101, 1102, NULL, 20, NULL, '❄ 3', '2025-07-02');
INSERT INTO private.bear_message VALUES (1205, 'С днём рождения! 🎂');
