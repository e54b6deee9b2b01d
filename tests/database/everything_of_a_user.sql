-- Account 9101 uses all of the network, with the marker in each text; account 9102 is who they meet.
INSERT INTO account (account_id, handle, display_name, country_code, time_zone) OVERRIDING SYSTEM VALUE VALUES
    (9101, 'Zyxmarker', 'Zyxmarker ❄', 'FRA', 'Europe/Paris'), (9102, 'other_9102', 'Other', NULL, 'UTC'),
    (9103, 'mod_9103', 'Mod', NULL, 'UTC');
INSERT INTO account_profile (account_id, about, city, website, avatar_url) VALUES
    (9101, 'I am Zyxmarker', 'Zyxmarker-sur-Mer', 'https://zyxmarker.example', 'https://img.example/zyxmarker.png');
INSERT INTO private.account_credential (account_id, email, password_hash) VALUES
    (9101, 'zyxmarker@example.org', '$2b$12$ZyxmarkerjklmnopqrstuuKJ1QbQ0f0n7Jm3l6x5h5o2c7m3i9e1a');

-- The sport that they like.
INSERT INTO person (person_id, sex) OVERRIDING SYSTEM VALUE VALUES (9101, 'female');
INSERT INTO team (team_id, kind, member_ids) OVERRIDING SYSTEM VALUE VALUES (9101, 'single', '{9101}');
INSERT INTO team_member VALUES (9101, 'single', 1, 9101);
INSERT INTO event (event_id, season, name) OVERRIDING SYSTEM VALUE VALUES (9101, 2025, 'Cup');
INSERT INTO tag (tag_id, name) OVERRIDING SYSTEM VALUE VALUES (9101, 'Аксель');
INSERT INTO follow_account VALUES (9101, 9102), (9102, 9101);
INSERT INTO follow_person VALUES (9101, 9101);
INSERT INTO follow_team VALUES (9101, 9101);
INSERT INTO follow_event VALUES (9101, 9101);
INSERT INTO follow_tag VALUES (9101, 9101);
INSERT INTO favourite (account_id, team_id) VALUES (9101, 9101);
INSERT INTO private.team_note (account_id, team_id, body) VALUES (9101, 9101, 'Zyxmarker saw it');
INSERT INTO private.account_block VALUES (9101, 9103), (9103, 9101);
INSERT INTO private.account_mute VALUES (9101, 9103), (9102, 9101);
INSERT INTO bear_transfer (kind, to_account_id, amount, request_key) VALUES ('grant', 9101, 100, 'k1');
SELECT give_bears(9101, 10, 'k2', team => 9101, message => 'From Zyxmarker');

-- What they wrote, and what others wrote beside it.
INSERT INTO post (post_id, author_id, body) VALUES (timed_id_from('2026-03-01', 1), 9101, 'Zyxmarker writes'),
    (timed_id_from('2026-03-01', 2), 9102, 'Hello @somebody');
INSERT INTO media (post_id, url, rights, credit, alt_text) VALUES
    (timed_id_from('2026-03-01', 1), 'https://img.example/zyxmarker.jpg', 'press', 'Zyxmarker Press', 'Zyxmarker on ice');
INSERT INTO post_mention VALUES (timed_id_from('2026-03-01', 2), 9101);
INSERT INTO comment (post_id, comment_id, author_id, body) VALUES
    (timed_id_from('2026-03-01', 2), timed_id_from('2026-03-02', 1), 9101, 'Zyxmarker answers');
INSERT INTO comment (post_id, comment_id, parent_path, author_id, body) VALUES
    (timed_id_from('2026-03-01', 2), timed_id_from('2026-03-02', 2), ARRAY[timed_id_from('2026-03-02', 1)], 9102, 'Yes');
INSERT INTO post_reaction (post_id, account_id) VALUES (timed_id_from('2026-03-01', 2), 9101);
INSERT INTO comment_reaction (post_id, comment_id, account_id) VALUES
    (timed_id_from('2026-03-01', 2), timed_id_from('2026-03-02', 2), 9101);

-- What they told moderators, and what was said about them.
INSERT INTO private.moderator (account_id, during) VALUES (9101, '[2025-01-01,)'), (9103, '[2025-01-01,)');
INSERT INTO private.moderation_case (case_id, target_kind, account_id) OVERRIDING SYSTEM VALUE VALUES
    (9101, 'account', 9101), (9102, 'account', 9102);
INSERT INTO private.report (case_id, reporter_account_id, account_id, reason, body) VALUES
    (9101, 9102, 9101, 'insult', 'It was Zyxmarker'), (9102, 9101, 9102, 'spam', 'Says Zyxmarker');
UPDATE private.moderation_case SET status = 'decided', verdict = 'violation', decided_account_id = 9103, decided_at = now()
 WHERE case_id = 9101;
INSERT INTO private.moderation_action (action_id, case_id, account_id, moderator_account_id, kind, reason) OVERRIDING SYSTEM VALUE
VALUES (9101, 9101, 9101, 9103, 'warn', 'Dear Zyxmarker');
INSERT INTO private.appeal (action_id, account_id, first_moderator_account_id, body) VALUES (9101, 9101, 9103, 'Zyxmarker never did');

-- What they say in private, and what the service tells them and others.
INSERT INTO private.chat (chat_id, kind, low_account_id, high_account_id) OVERRIDING SYSTEM VALUE VALUES (9101, 'direct', 9101, 9102);
INSERT INTO private.chat (chat_id, kind, title) OVERRIDING SYSTEM VALUE VALUES (9102, 'group', 'Friends of Zyxmarker');
INSERT INTO private.chat_member (account_id, chat_id, role) VALUES
    (9101, 9101, 'member'), (9102, 9101, 'member'), (9101, 9102, 'owner'), (9102, 9102, 'member');
INSERT INTO private.message (chat_id, message_id, sender_id, body) VALUES
    (9101, timed_id_from('2026-03-03', 1), 9101, 'Zyxmarker whispers'),
    (9101, timed_id_from('2026-03-03', 2), 9102, 'I hear you'),
    (9102, timed_id_from('2026-03-03', 3), 9101, 'Zyxmarker to all');
INSERT INTO private.notification (recipient_id, notification_id, kind, actor_id, post_id, note) VALUES
    (9101, timed_id_from('2026-03-04', 1), 'reaction', 9102, timed_id_from('2026-03-01', 1), 'on: Zyxmarker writes'),
    (9102, timed_id_from('2026-03-04', 2), 'mention', 9101, timed_id_from('2026-03-01', 1), 'Zyxmarker mentions you');
INSERT INTO private.notification_preference (account_id, kind, channel, is_wanted) VALUES (9101, 'follow', 'push', false);
