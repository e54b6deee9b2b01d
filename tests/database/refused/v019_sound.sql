-- A deleted account.
INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE VALUES (1901, 'Gone_1901', 'Gone');
SELECT private.delete_account(1901, 'inactivity');
