-- Changes of v019_sound.sql that no rule may refuse.

-- allowed
SELECT private.delete_account(1901, 'legal');

-- allowed
INSERT INTO account (handle, display_name) VALUES ('Gone_1901', 'Another'), ('deleted_x', 'Deleted X');
