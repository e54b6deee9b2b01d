-- Changes of v018_sound.sql that no rule may refuse.

-- allowed
UPDATE private.report SET body = NULL;
UPDATE private.moderation_action SET reason = NULL;
UPDATE private.appeal SET body = NULL;

-- allowed
UPDATE private.appeal SET outcome = 'upheld', decided_account_id = 1802, decided_at = now();
UPDATE private.moderation_case SET status = 'closed', closed_at = now() WHERE case_id = 1801;

-- allowed
UPDATE private.moderation_case SET status = 'decided', verdict = 'no_violation', decided_account_id = 1802, decided_at = now(),
    assigned_account_id = 1802 WHERE case_id = 1802;
INSERT INTO private.moderation_case (target_kind, account_id) VALUES ('account', 1804);

-- allowed
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, ends_at) VALUES
    (1801, 1803, 1802, 'shadow_ban', NULL), (1801, 1803, 1802, 'suspend', now() + interval '1 day'),
    (1802, 1804, 1802, 'mute', 'infinity');

-- allowed
INSERT INTO private.report (case_id, reporter_account_id, account_id, reason, reported_at) VALUES
    (1801, 1805, 1803, 'hate', '2025-10-02');

-- allowed
INSERT INTO private.moderator (account_id, during) VALUES (1805, '[2025-01-01,2025-02-01)');

-- allowed
UPDATE account SET status = 'deleted' WHERE account_id IN (1803, 1804);
