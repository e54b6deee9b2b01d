-- Each statement spoils v018_sound.sql in one way; above it stands the rule that must refuse it.

-- refused by moderator_during_is_not_empty
INSERT INTO private.moderator (account_id, during) VALUES (1804, 'empty');

-- refused by moderator_has_one_period_at_a_time
INSERT INTO private.moderator (account_id, during) VALUES (1801, '[2025-06-01,2025-07-01)');

-- refused by moderator_account_fkey
INSERT INTO private.moderator (account_id) VALUES (1800);

-- refused by moderation_case_target_kind_is_known
INSERT INTO private.moderation_case (target_kind, account_id) VALUES ('judge', 1803);

-- refused by moderation_case_has_one_target
INSERT INTO private.moderation_case (target_kind, account_id, post_id) VALUES ('account', 1803, 1);

-- refused by moderation_case_names_the_author
INSERT INTO private.moderation_case (target_kind, account_id, post_id) VALUES ('post', 1803, 1);

-- refused by moderation_case_names_the_author
INSERT INTO private.moderation_case (target_kind, account_id) VALUES ('account', 1800);

-- refused by moderation_case_one_open
INSERT INTO private.moderation_case (target_kind, account_id) VALUES ('account', 1804);

-- refused by moderation_case_status_is_known
INSERT INTO private.moderation_case (target_kind, account_id, status, verdict, decided_account_id, decided_at) VALUES
    ('account', 1803, 'lost', 'violation', 1801, now());

-- refused by moderation_case_verdict_is_known
UPDATE private.moderation_case SET status = 'decided', verdict = 'guilty', decided_account_id = 1801, decided_at = now()
 WHERE case_id = 1802;

-- refused by moderation_case_is_decided_unless_open
UPDATE private.moderation_case SET status = 'decided', verdict = 'violation' WHERE case_id = 1802;

-- refused by moderation_case_is_decided_unless_open
UPDATE private.moderation_case SET verdict = 'violation' WHERE case_id = 1802;

-- refused by moderation_case_closing_has_its_time
UPDATE private.moderation_case SET closed_at = now() WHERE case_id = 1801;

-- refused by moderation_case_times_are_in_order
UPDATE private.moderation_case SET status = 'decided', verdict = 'violation', decided_account_id = 1801, decided_at = '2025-09-01'
 WHERE case_id = 1802;

-- refused by moderation_case_is_not_ones_own
INSERT INTO private.moderation_case (target_kind, account_id, assigned_account_id) VALUES ('account', 1801, 1801);

-- refused by moderation_case_is_not_ones_own
INSERT INTO private.moderation_case (target_kind, account_id, opened_at) VALUES ('account', 1801, '2025-10-01');
UPDATE private.moderation_case SET status = 'decided', verdict = 'no_violation', decided_account_id = 1801, decided_at = now()
 WHERE account_id = 1801;

-- refused by moderation_case_is_assigned_to_a_moderator
UPDATE private.moderation_case SET assigned_account_id = 1803 WHERE case_id = 1802;

-- refused by moderation_case_is_assigned_to_a_moderator
UPDATE private.moderation_case SET assigned_account_id = 1805 WHERE case_id = 1802;

-- refused by moderation_case_is_decided_by_a_moderator
UPDATE private.moderation_case SET status = 'decided', verdict = 'violation', decided_account_id = 1805, decided_at = now()
 WHERE case_id = 1802;

-- refused by moderation_case_goes_step_by_step
UPDATE private.moderation_case SET status = 'closed', verdict = 'violation', decided_account_id = 1801, decided_at = now(),
    closed_at = now() WHERE case_id = 1802;

-- refused by moderation_case_goes_step_by_step
UPDATE private.moderation_case SET status = 'open', verdict = NULL, decided_account_id = NULL, decided_at = NULL WHERE case_id = 1801;

-- refused by moderation_case_goes_step_by_step
UPDATE private.moderation_case SET verdict = 'no_violation' WHERE case_id = 1801;

-- refused by moderation_case_goes_step_by_step
UPDATE private.moderation_case SET account_id = 1 WHERE case_id = 1802;

-- refused by moderation_case_goes_step_by_step
UPDATE private.moderation_case SET assigned_account_id = 1802 WHERE case_id = 1803;

-- refused by moderation_case_closes_after_its_appeals
UPDATE private.moderation_case SET status = 'closed', closed_at = now() WHERE case_id = 1801;

-- refused by moderation_case_is_kept
DELETE FROM private.moderation_case WHERE case_id = 1803;

-- refused by report_pkey
INSERT INTO private.report (case_id, reporter_account_id, account_id, reason) VALUES (1802, 1, 1804, 'spam');

-- refused by report_case_fkey
INSERT INTO private.report (case_id, reporter_account_id, account_id, reason) VALUES (1802, 1803, 1805, 'spam');

-- refused by report_is_about_somebody_else
INSERT INTO private.report (case_id, reporter_account_id, account_id, reason) VALUES (1802, 1804, 1804, 'spam');

-- refused by report_reason_is_known
INSERT INTO private.report (case_id, reporter_account_id, account_id, reason) VALUES (1802, 1803, 1804, 'boring');

-- refused by report_body_fits
INSERT INTO private.report (case_id, reporter_account_id, account_id, reason, body) VALUES (1802, 1803, 1804, 'spam', repeat('ж', 1001));

-- refused by report_joins_an_open_case
INSERT INTO private.report (case_id, reporter_account_id, account_id, reason) VALUES (1801, 1805, 1803, 'spam');

-- refused by report_is_kept
UPDATE private.report SET reason = 'spam' WHERE case_id = 1802;

-- refused by report_is_kept
UPDATE private.report SET body = 'Что-то другое' WHERE case_id = 1802;

-- refused by report_is_kept
DELETE FROM private.report WHERE case_id = 1802;

-- refused by moderation_action_kind_is_known
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind) VALUES (1801, 1803, 1801, 'scold');

-- refused by moderation_action_reversal_names_another
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind) VALUES (1801, 1803, 1801, 'reverse');

-- refused by moderation_action_reversal_names_another
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, reverses_action_id) VALUES
    (1801, 1803, 1801, 'warn', 1801);

-- refused by moderation_action_reverses_fkey
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, reverses_action_id) VALUES
    (1802, 1804, 1801, 'reverse', 1801);

-- refused by moderation_action_is_reversed_once
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, reverses_action_id) VALUES
    (1801, 1803, 1801, 'reverse', 1803);

-- refused by moderation_action_follows_from_its_case
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, reverses_action_id) VALUES
    (1801, 1803, 1801, 'reverse', 1804);

-- refused by moderation_action_follows_from_its_case
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, acted_at, reverses_action_id) VALUES
    (1801, 1803, 1801, 'reverse', '2025-10-03', 1802);

-- refused by moderation_action_follows_from_its_case
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind) VALUES (1803, 1804, 1801, 'warn');

-- refused by moderation_action_follows_from_its_case
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind) VALUES (1804, 1804, 1801, 'warn');

-- refused by moderation_action_follows_from_its_case
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind) VALUES (1801, 1803, 1801, 'remove');

-- refused by moderation_action_end_fits_kind
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind) VALUES (1801, 1803, 1801, 'suspend');

-- refused by moderation_action_end_fits_kind
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, ends_at) VALUES
    (1801, 1803, 1801, 'ban', now() + interval '1 day');

-- refused by moderation_action_ends_after_start
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, ends_at) VALUES
    (1801, 1803, 1801, 'mute', now());

-- refused by moderation_action_is_not_against_oneself
INSERT INTO private.moderation_case (case_id, target_kind, account_id) OVERRIDING SYSTEM VALUE VALUES (1809, 'account', 1801);
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind) VALUES (1809, 1801, 1801, 'warn');

-- refused by moderation_action_case_fkey
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind) VALUES (1801, 1804, 1801, 'warn');

-- refused by moderation_action_is_taken_by_a_moderator
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind) VALUES (1801, 1803, 1804, 'warn');

-- refused by moderation_action_reason_fits
INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, reason) VALUES
    (1801, 1803, 1801, 'warn', ' ');

-- refused by moderation_action_is_kept
UPDATE private.moderation_action SET ends_at = NULL, kind = 'hide' WHERE action_id = 1803;

-- refused by moderation_action_is_kept
UPDATE private.moderation_action SET reason = 'better' WHERE action_id = 1803;

-- refused by moderation_action_is_kept
DELETE FROM private.moderation_action WHERE action_id = 1804;

-- refused by account_status_follows_measures
UPDATE account SET status = 'active' WHERE account_id = 1803;

-- refused by account_status_follows_measures
UPDATE account SET status = 'suspended' WHERE account_id = 1804;

-- refused by appeal_pkey
INSERT INTO private.appeal (action_id, account_id, first_moderator_account_id) VALUES (1802, 1803, 1801);

-- refused by appeal_action_fkey
INSERT INTO private.appeal (action_id, account_id, first_moderator_account_id) VALUES (1803, 1804, 1801);

-- refused by appeal_is_made_and_decided_once
INSERT INTO private.appeal (action_id, account_id, first_moderator_account_id) VALUES (1804, 1803, 1802);

-- refused by appeal_outcome_is_known
UPDATE private.appeal SET outcome = 'perhaps', decided_account_id = 1802, decided_at = now();

-- refused by appeal_decision_comes_whole
UPDATE private.appeal SET outcome = 'upheld';

-- refused by appeal_is_decided_by_another
UPDATE private.appeal SET outcome = 'upheld', decided_account_id = 1801, decided_at = now();

-- refused by appeal_is_decided_by_a_moderator
UPDATE private.appeal SET outcome = 'upheld', decided_account_id = 1804, decided_at = now();

-- refused by appeal_is_decided_afterwards
UPDATE private.appeal SET outcome = 'upheld', decided_account_id = 1802, decided_at = '2025-10-05';

-- refused by appeal_body_fits
INSERT INTO private.appeal (action_id, account_id, first_moderator_account_id, body) VALUES (1803, 1803, 1801, repeat('ы', 2001));

-- refused by appeal_is_made_and_decided_once
UPDATE private.appeal SET body = 'Я передумал';

-- refused by appeal_is_made_and_decided_once
UPDATE private.appeal SET outcome = 'upheld', decided_account_id = 1802, decided_at = now();
UPDATE private.appeal SET outcome = NULL, decided_account_id = NULL, decided_at = NULL;

-- refused by appeal_is_made_and_decided_once
DELETE FROM private.appeal;

-- refused by audit_event_is_kept
UPDATE private.audit_event SET new_row = '{}';

-- refused by audit_event_is_kept
DELETE FROM private.audit_event;

-- refused by audit_event_is_not_emptied
TRUNCATE private.audit_event;

-- refused by audit_event_action_is_known
INSERT INTO private.audit_event (action, table_name, row_key) VALUES ('look', 'public.account', '{}');

-- refused by audit_event_rows_fit_action
INSERT INTO private.audit_event (action, table_name, row_key) VALUES ('update', 'public.account', '{}');

-- refused by audit_event_provenance_fits
INSERT INTO private.audit_event (action, table_name, row_key, new_row, provenance) VALUES
    ('insert', 'public.account', '{}', '{}', repeat('x', 1001));

-- refused by audit_event_actor_fkey
INSERT INTO private.audit_event (action, table_name, row_key, new_row, actor_account_id) VALUES
    ('insert', 'public.account', '{}', '{}', 1800);
