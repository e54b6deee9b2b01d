-- Changes of v012_sound.sql that no rule may refuse.

-- allowed
SELECT give_bears(1101, 50, 'all', team => 1, message => 'всё, что есть 🐻');

-- allowed
SELECT give_bears(1101, 30, '❄ 2', team => 1);

-- allowed
SELECT give_bears(1102, 20, '❄ 2', team => 2);

-- allowed
INSERT INTO bear_transfer (kind, from_account_id, to_account_id, amount, reverses, request_key) VALUES
    ('reversal', 1102, 1101, 20, 1205, 'reversal:1205');

-- allowed
INSERT INTO bear_transfer (kind, to_account_id, amount, request_key) VALUES ('prize', 1103, 1000000000000, 'k');

-- allowed
INSERT INTO bear_transfer (bear_transfer_id, kind, to_account_id, amount, request_key, reverses, from_account_id)
OVERRIDING SYSTEM VALUE VALUES (1299, 'grant', 1103, 7, 'k', NULL, NULL), (1298, 'reversal', NULL, 7, 'l', 1299, 1103);

-- allowed
DELETE FROM private.bear_message;
