-- Two moderators, a troll, a fan who reports, and one case in each state.
INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE VALUES
    (1801, 'Mod_1801', 'Модератор'), (1802, 'Mod_1802', '🛡️'), (1803, 'Troll_1803', 'ترول'), (1804, 'Fan_1804', 'Fan'),
    (1805, 'Former_1805', 'Former moderator');
INSERT INTO private.moderator (account_id, during) VALUES
    (1801, '[2025-01-01,)'), (1802, '[2025-01-01,)'), (1805, '[2024-01-01,2025-01-01)');
INSERT INTO private.moderation_case (case_id, target_kind, account_id, opened_at) OVERRIDING SYSTEM VALUE VALUES
    (1801, 'account', 1803, '2025-10-01'), (1802, 'account', 1804, '2025-10-01');
INSERT INTO private.report (case_id, reporter_account_id, account_id, reason, body, reported_at) VALUES
    (1801, 1804, 1803, 'insult', repeat('🐻', 1000), '2025-10-01'), (1801, 1, 1803, 'spam', NULL, '2025-10-02'),
    (1802, 1, 1804, 'other', 'Раздражает', '2025-10-01');
UPDATE private.moderation_case SET status = 'decided', verdict = 'violation', decided_account_id = 1801, decided_at = '2025-10-03'
 WHERE case_id = 1801;
INSERT INTO private.moderation_action
    (action_id, case_id, account_id, moderator_account_id, kind, reason, acted_at, ends_at, reverses_action_id)
    OVERRIDING SYSTEM VALUE VALUES
    (1801, 1801, 1803, 1801, 'warn', 'first time', '2025-10-03', NULL, NULL),
    (1802, 1801, 1803, 1801, 'ban', 'again', '2025-10-04', NULL, NULL),
    (1803, 1801, 1803, 1801, 'mute', NULL, '2025-10-04', '2025-10-11', NULL),
    (1804, 1801, 1803, 1802, 'reverse', 'too much', '2025-10-05', NULL, 1803);
INSERT INTO private.appeal (action_id, account_id, first_moderator_account_id, body, appealed_at) VALUES
    (1802, 1803, 1801, 'Это был не я', '2025-10-06'), (1801, 1803, 1801, NULL, '2025-10-06');
INSERT INTO private.moderation_case (case_id, target_kind, account_id, opened_at, status, verdict, decided_account_id, decided_at, closed_at)
    OVERRIDING SYSTEM VALUE VALUES
    (1803, 'account', 1804, '2025-09-01', 'closed', 'no_violation', 1801, '2025-09-02', '2025-09-20'),
    (1804, 'account', 1804, '2025-09-01', 'closed', 'violation', 1801, '2025-09-02', '2025-09-20');
-- Appointed by mistake: the audit trail tells of it.
INSERT INTO private.moderator (account_id) VALUES (1804);
DELETE FROM private.moderator WHERE account_id = 1804;
