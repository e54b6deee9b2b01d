-- What analysts see of what they may not read: counts and lengths, without texts and without groups small enough to tell a person.

-- Each view belongs to the owner and reads `private` by the owner's right. Its counts are made in a MATERIALIZED part and filtered
-- outside of it, and it is a security barrier: a condition of the reader is tried on rows that they may see, never on those of
-- a group that is left out, neither by a function that tells what it is given nor by the row counts of EXPLAIN ANALYZE.
-- A group of fewer than 5 accounts is left out; where that is said, small groups are put together, and shown from 5 on.

-- A profile that is not for the public is for those who may read `private`: the application, which knows who follows whom.
ALTER TABLE account_profile ENABLE ROW LEVEL SECURITY;
CREATE POLICY account_profile_is_seen_if_public ON account_profile
    USING (visibility = 'public' OR (SELECT has_schema_privilege('private', 'USAGE')));
COMMENT ON POLICY account_profile_is_seen_if_public ON account_profile IS
    'analysts see the profiles that everybody sees; whoever may read the schema private sees all';

CREATE VIEW profile_statistics WITH (security_barrier) AS
WITH counted AS MATERIALIZED (
    SELECT visibility, count(*) AS accounts, count(city) AS with_city, count(website) AS with_website, count(avatar_url) AS with_avatar,
           count(about) AS with_about, round(avg(char_length(about)), 1) AS mean_about_length
      FROM account_profile GROUP BY visibility)
SELECT visibility, accounts, CASE WHEN with_city >= 5 THEN with_city END AS with_city,
       CASE WHEN with_website >= 5 THEN with_website END AS with_website,
       CASE WHEN with_avatar >= 5 THEN with_avatar END AS with_avatar, CASE WHEN with_about >= 5 THEN with_about END AS with_about,
       CASE WHEN with_about >= 5 THEN mean_about_length END AS mean_about_length
  FROM counted WHERE accounts >= 5;
COMMENT ON VIEW profile_statistics IS 'How many profiles are for whom, and what they tell. Profiles that are not public show no more than this.';
COMMENT ON COLUMN profile_statistics.visibility IS 'public, followers or nobody; one with fewer than 5 accounts is left out.';
COMMENT ON COLUMN profile_statistics.accounts IS 'Profiles.';
COMMENT ON COLUMN profile_statistics.with_city IS 'Of these with a city; NULL: fewer than 5.';
COMMENT ON COLUMN profile_statistics.with_website IS 'Of these with a web address; NULL: fewer than 5.';
COMMENT ON COLUMN profile_statistics.with_avatar IS 'Of these with a picture; NULL: fewer than 5.';
COMMENT ON COLUMN profile_statistics.with_about IS 'Of these with a text; NULL: fewer than 5.';
COMMENT ON COLUMN profile_statistics.mean_about_length IS 'Mean length of these texts in characters; NULL: fewer than 5.';

CREATE VIEW email_domain_statistics WITH (security_barrier) AS
WITH counted AS MATERIALIZED (
    SELECT CASE WHEN count(*) >= 5 THEN lower(split_part(email, '@', 2)) END AS domain, count(*) AS accounts,
           count(email_verified_at) AS verified
      FROM private.account_credential GROUP BY lower(split_part(email, '@', 2))),
gathered AS MATERIALIZED (
    SELECT domain, sum(accounts)::bigint AS accounts, sum(verified)::bigint AS verified FROM counted GROUP BY domain)
SELECT domain, accounts, CASE WHEN verified >= 5 THEN verified END AS verified FROM gathered WHERE accounts >= 5;
COMMENT ON VIEW email_domain_statistics IS 'With which providers the addresses of accounts are. Of an address nothing but its domain is shown.';
COMMENT ON COLUMN email_domain_statistics.domain IS 'Domain in small letters; NULL: all those with fewer than 5 accounts together.';
COMMENT ON COLUMN email_domain_statistics.accounts IS 'Accounts with an address there.';
COMMENT ON COLUMN email_domain_statistics.verified IS 'Of these confirmed; NULL: fewer than 5.';

CREATE VIEW team_note_statistics WITH (security_barrier) AS
WITH counted AS MATERIALIZED (
    SELECT team_id, count(*) AS notes, count(DISTINCT account_id) AS writers, round(avg(char_length(body)), 1) AS mean_length
      FROM private.team_note GROUP BY team_id)
SELECT team_id, notes, writers, mean_length FROM counted WHERE writers >= 5;
COMMENT ON VIEW team_note_statistics IS 'How much users note about a team, without what; teams with fewer than 5 writers are left out.';
COMMENT ON COLUMN team_note_statistics.team_id IS 'The team.';
COMMENT ON COLUMN team_note_statistics.notes IS 'Notes about it.';
COMMENT ON COLUMN team_note_statistics.writers IS 'Accounts that wrote them.';
COMMENT ON COLUMN team_note_statistics.mean_length IS 'Mean length in characters.';

CREATE VIEW separation_statistics WITH (security_barrier) AS
WITH counted AS MATERIALIZED (
    SELECT kind, date_trunc('month', at AT TIME ZONE 'UTC')::date AS month, count(*) AS separations,
           count(DISTINCT account_id) AS accounts, count(DISTINCT other_id) AS others
      FROM (SELECT 'block' AS kind, account_id, blocked_id AS other_id, blocked_at AS at FROM private.account_block
            UNION ALL SELECT 'mute', account_id, muted_id, muted_at FROM private.account_mute) AS separation
     GROUP BY 1, 2)
SELECT kind, month, separations, accounts, others FROM counted WHERE accounts >= 5 AND others >= 5;
COMMENT ON VIEW separation_statistics IS
    'Blocks and mutes that hold, by the month they were made in; months with fewer than 5 accounts on either side are left out.';
COMMENT ON COLUMN separation_statistics.kind IS 'block or mute.';
COMMENT ON COLUMN separation_statistics.month IS 'First day of the month, UTC.';
COMMENT ON COLUMN separation_statistics.separations IS 'How many.';
COMMENT ON COLUMN separation_statistics.accounts IS 'Accounts that blocked or muted.';
COMMENT ON COLUMN separation_statistics.others IS 'Accounts that were blocked or muted.';

CREATE VIEW bear_message_statistics WITH (security_barrier) AS
WITH counted AS MATERIALIZED (
    SELECT date_trunc('month', t.given_at AT TIME ZONE 'UTC')::date AS month, count(*) AS messages,
           count(DISTINCT t.from_account_id) AS writers, round(avg(char_length(m.body)), 1) AS mean_length
      FROM private.bear_message AS m JOIN bear_transfer AS t USING (bear_transfer_id) GROUP BY 1)
SELECT month, messages, writers, mean_length FROM counted WHERE writers >= 5;
COMMENT ON VIEW bear_message_statistics IS 'Messages that came with bears, by month; months with fewer than 5 writers are left out.';
COMMENT ON COLUMN bear_message_statistics.month IS 'First day of the month, UTC.';
COMMENT ON COLUMN bear_message_statistics.messages IS 'Messages.';
COMMENT ON COLUMN bear_message_statistics.writers IS 'Accounts that wrote them.';
COMMENT ON COLUMN bear_message_statistics.mean_length IS 'Mean length in characters.';

CREATE VIEW chat_statistics WITH (security_barrier) AS
WITH counted AS MATERIALIZED (
    SELECT c.kind, date_trunc('day', m.created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS messages,
           count(DISTINCT m.chat_id) AS chats, count(DISTINCT m.sender_id) AS writers, round(avg(char_length(m.body)), 1) AS mean_length
      FROM private.message AS m JOIN private.chat AS c USING (chat_id) GROUP BY 1, 2)
SELECT kind, day, messages, chats, writers, mean_length FROM counted WHERE writers >= 5;
COMMENT ON VIEW chat_statistics IS 'How much is written in chats, without what and by whom; days with fewer than 5 writers are left out.';
COMMENT ON COLUMN chat_statistics.kind IS 'direct, group or event.';
COMMENT ON COLUMN chat_statistics.day IS 'The day, UTC.';
COMMENT ON COLUMN chat_statistics.messages IS 'Messages, emptied ones included.';
COMMENT ON COLUMN chat_statistics.chats IS 'Chats in which something was written.';
COMMENT ON COLUMN chat_statistics.writers IS 'Accounts that wrote.';
COMMENT ON COLUMN chat_statistics.mean_length IS 'Mean length in characters of those not emptied; NULL: all are.';

CREATE VIEW notification_statistics WITH (security_barrier) AS
WITH counted AS MATERIALIZED (
    SELECT kind, date_trunc('day', created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS notifications,
           count(DISTINCT recipient_id) AS recipients, count(DISTINCT recipient_id) FILTER (WHERE read_at IS NOT NULL) AS readers
      FROM private.notification GROUP BY 1, 2)
SELECT kind, day, notifications, recipients, CASE WHEN readers >= 5 THEN readers END AS readers
  FROM counted WHERE recipients >= 5;
COMMENT ON VIEW notification_statistics IS 'How many notifications of each kind were sent; days with fewer than 5 recipients are left out.';
COMMENT ON COLUMN notification_statistics.kind IS 'What it told of.';
COMMENT ON COLUMN notification_statistics.day IS 'The day, UTC.';
COMMENT ON COLUMN notification_statistics.notifications IS 'Notifications.';
COMMENT ON COLUMN notification_statistics.recipients IS 'Accounts that got them.';
COMMENT ON COLUMN notification_statistics.readers IS 'Of these who read one at least; NULL: fewer than 5.';

CREATE VIEW report_statistics WITH (security_barrier) AS
WITH counted AS MATERIALIZED (
    SELECT date_trunc('month', r.reported_at AT TIME ZONE 'UTC')::date AS month, c.target_kind, r.reason, count(*) AS reports,
           count(DISTINCT r.reporter_account_id) AS reporters, count(DISTINCT r.account_id) AS concerned
      FROM private.report AS r JOIN private.moderation_case AS c USING (case_id) GROUP BY 1, 2, 3)
SELECT month, target_kind, reason, reports, reporters, concerned FROM counted WHERE reporters >= 5 AND concerned >= 5;
COMMENT ON VIEW report_statistics IS
    'Reports by month, kind of target and reason; groups with fewer than 5 reporters or accounts concerned are left out.';
COMMENT ON COLUMN report_statistics.month IS 'First day of the month, UTC.';
COMMENT ON COLUMN report_statistics.target_kind IS 'account, post, comment, message, media or programme_rating.';
COMMENT ON COLUMN report_statistics.reason IS 'Reason of the reports.';
COMMENT ON COLUMN report_statistics.reports IS 'Reports.';
COMMENT ON COLUMN report_statistics.reporters IS 'Accounts that reported.';
COMMENT ON COLUMN report_statistics.concerned IS 'Accounts concerned.';

CREATE VIEW moderation_statistics WITH (security_barrier) AS
WITH counted AS MATERIALIZED (
    SELECT date_trunc('month', c.opened_at AT TIME ZONE 'UTC')::date AS month, c.target_kind, count(*) AS cases,
           count(DISTINCT c.account_id) AS concerned, count(*) FILTER (WHERE c.status = 'open') AS open_cases,
           count(*) FILTER (WHERE c.verdict = 'violation') AS violations,
           count(*) FILTER (WHERE EXISTS (SELECT FROM private.moderation_action AS a JOIN private.appeal USING (action_id)
                                           WHERE a.case_id = c.case_id)) AS appealed,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.decided_at - c.opened_at)) / 3600)::numeric, 1)
               AS median_hours_to_verdict
      FROM private.moderation_case AS c GROUP BY 1, 2)
SELECT month, target_kind, cases, concerned, CASE WHEN open_cases >= 5 THEN open_cases END AS open_cases,
       CASE WHEN violations >= 5 THEN violations END AS violations, CASE WHEN appealed >= 5 THEN appealed END AS appealed,
       CASE WHEN cases - open_cases >= 5 THEN median_hours_to_verdict END AS median_hours_to_verdict
  FROM counted WHERE concerned >= 5;
COMMENT ON VIEW moderation_statistics IS
    'Cases by the month they were opened in and kind of target; groups with fewer than 5 accounts concerned are left out.';
COMMENT ON COLUMN moderation_statistics.month IS 'First day of the month, UTC.';
COMMENT ON COLUMN moderation_statistics.target_kind IS 'account, post, comment, message, media or programme_rating.';
COMMENT ON COLUMN moderation_statistics.cases IS 'Cases.';
COMMENT ON COLUMN moderation_statistics.concerned IS 'Accounts concerned.';
COMMENT ON COLUMN moderation_statistics.open_cases IS 'Of these still open; NULL: fewer than 5.';
COMMENT ON COLUMN moderation_statistics.violations IS 'Of these decided as a violation; NULL: fewer than 5.';
COMMENT ON COLUMN moderation_statistics.appealed IS 'Of these with an appeal; NULL: fewer than 5.';
COMMENT ON COLUMN moderation_statistics.median_hours_to_verdict IS 'Median of the hours from opening to verdict; NULL: fewer than 5 decided.';

CREATE VIEW measure_statistics WITH (security_barrier) AS
WITH counted AS MATERIALIZED (
    SELECT date_trunc('month', a.acted_at AT TIME ZONE 'UTC')::date AS month, a.kind, count(*) AS measures,
           count(DISTINCT a.account_id) AS concerned, count(r.action_id) AS reversed
      FROM private.moderation_action AS a LEFT JOIN private.moderation_action AS r ON r.reverses_action_id = a.action_id
     WHERE a.kind <> 'reverse' GROUP BY 1, 2)
SELECT month, kind, measures, concerned, CASE WHEN reversed >= 5 THEN reversed END AS reversed FROM counted WHERE concerned >= 5;
COMMENT ON VIEW measure_statistics IS 'Measures by month and kind; groups with fewer than 5 accounts concerned are left out.';
COMMENT ON COLUMN measure_statistics.month IS 'First day of the month, UTC.';
COMMENT ON COLUMN measure_statistics.kind IS 'warn, hide, remove, mute, suspend, ban or shadow_ban.';
COMMENT ON COLUMN measure_statistics.measures IS 'Measures.';
COMMENT ON COLUMN measure_statistics.concerned IS 'Accounts concerned.';
COMMENT ON COLUMN measure_statistics.reversed IS 'Of these reversed since; NULL: fewer than 5.';

-- Reports on what is public. Exact: counts are of rows, means are rounded once.

CREATE VIEW judge_against_panel AS
WITH mark AS (
    SELECT e.performance_id, 'goe' AS kind, given.seat_no, given.grade::numeric AS mark, panel.mean
      FROM element AS e,
           LATERAL (SELECT (sum(g) - max(g) - min(g))::numeric / (count(g) - 2) AS mean
                      FROM unnest(e.marks) AS g HAVING count(g) >= 3) AS panel,
           unnest(e.marks) WITH ORDINALITY AS given (grade, seat_no)
     WHERE given.grade IS NOT NULL
    UNION ALL
    SELECT c.performance_id, 'component', given.seat_no, given.mark, panel.mean
      FROM component AS c,
           LATERAL (SELECT (sum(m) - max(m) - min(m)) / (count(m) - 2) AS mean
                      FROM unnest(c.marks) AS m WHERE m > 0 HAVING count(m) >= 3) AS panel,
           unnest(c.marks) WITH ORDINALITY AS given (mark, seat_no)
     WHERE given.mark > 0)
SELECT seat.person_id, seat.nation, event.season, mark.kind, entry.country_code = seat.nation AS is_own_nation, count(*) AS marks,
       round(avg(mark.mark - mark.mean), 4) AS mean_deviation, round(avg(abs(mark.mark - mark.mean)), 4) AS mean_distance
  FROM mark
  JOIN performance AS p USING (performance_id)
  JOIN segment USING (segment_id)
  JOIN panel_seat AS seat ON seat.segment_id = p.segment_id AND seat.role = 'judge' AND seat.seat_no = mark.seat_no
  JOIN entry USING (entry_id)
  JOIN category ON category.category_id = p.category_id
  JOIN event USING (event_id)
 WHERE segment.seat_identity = 'known'
 GROUP BY seat.person_id, seat.nation, event.season, mark.kind, is_own_nation;
COMMENT ON VIEW judge_against_panel IS
    'How far the marks of a judge lie from the trimmed mean of their panel, for skaters of the own nation and others. Only where seats are '
    'those of named judges, from 2016/17. The trimmed mean leaves out one highest and one lowest mark; a component mark of 0 is no mark.';
COMMENT ON COLUMN judge_against_panel.person_id IS 'The judge; NULL: seats of judges who are not known as people.';
COMMENT ON COLUMN judge_against_panel.nation IS 'Nation of the judge on that panel; NULL: not told.';
COMMENT ON COLUMN judge_against_panel.season IS 'First year of the season.';
COMMENT ON COLUMN judge_against_panel.kind IS 'goe (in grades) or component (in points of the scale to 10).';
COMMENT ON COLUMN judge_against_panel.is_own_nation IS 'Whether the skaters were entered by the nation of the judge; NULL: one of them is not told.';
COMMENT ON COLUMN judge_against_panel.marks IS 'Number of marks.';
COMMENT ON COLUMN judge_against_panel.mean_deviation IS 'Mean of mark minus trimmed mean, four decimals; above 0: more generous than the panel.';
COMMENT ON COLUMN judge_against_panel.mean_distance IS 'Mean of the distance without sign, four decimals.';

CREATE VIEW event_activity AS
WITH about AS (
    SELECT DISTINCT s.post_id, coalesce(s.event_id, c.event_id, skated.event_id) AS event_id
      FROM post_subject AS s
      LEFT JOIN category AS c ON c.category_id = s.category_id
      LEFT JOIN performance AS p ON p.performance_id = s.performance_id
      LEFT JOIN category AS skated ON skated.category_id = p.category_id
     WHERE num_nonnulls(s.event_id, s.category_id, s.performance_id) = 1),
happened AS (
    SELECT a.event_id, (p.created_at AT TIME ZONE 'UTC')::date AS day, 1 AS posts, 0 AS comments, 0 AS predictions, 0::bigint AS bears
      FROM about AS a JOIN post AS p USING (post_id) WHERE p.deleted_at IS NULL
    UNION ALL
    SELECT a.event_id, (c.created_at AT TIME ZONE 'UTC')::date, 0, 1, 0, 0
      FROM about AS a JOIN comment AS c USING (post_id) WHERE c.deleted_at IS NULL
    UNION ALL
    SELECT c.event_id, (max(g.made_at) AT TIME ZONE 'UTC')::date, 0, 0, 1, 0
      FROM prediction AS g JOIN category AS c USING (category_id) GROUP BY g.account_id, g.category_id, c.event_id
    UNION ALL
    -- Added up by day and held against the dates first: a team collects all its life and skates at many events.
    SELECT skating.event_id, given.day, 0, 0, 0, given.bears
      FROM (SELECT b.holder_id AS team_id, (b.given_at AT TIME ZONE 'UTC')::date AS day, sum(b.bears)::bigint AS bears
              FROM bear_entry AS b WHERE b.holder_kind = 'team' GROUP BY 1, 2) AS given
      JOIN (SELECT DISTINCT e.team_id, c.event_id, held.starts_on, held.ends_on
              FROM entry AS e JOIN category AS c USING (category_id) JOIN event AS held USING (event_id)) AS skating
        ON skating.team_id = given.team_id AND given.day BETWEEN skating.starts_on - 7 AND skating.ends_on + 7)
SELECT event.event_id, around.day::date AS day, around.day::date - event.starts_on AS day_no,
       coalesce(sum(h.posts), 0)::bigint AS posts, coalesce(sum(h.comments), 0)::bigint AS comments,
       coalesce(sum(h.predictions), 0)::bigint AS predictions, coalesce(sum(h.bears), 0)::bigint AS bears
  FROM event
 CROSS JOIN LATERAL generate_series(event.starts_on::timestamp - interval '7 days', event.ends_on::timestamp + interval '7 days',
                                    interval '1 day') AS around (day)
  LEFT JOIN happened AS h ON h.event_id = event.event_id AND h.day = around.day::date
 GROUP BY event.event_id, around.day, event.starts_on;
COMMENT ON VIEW event_activity IS
    'What users did for an event on each day from a week before it to a week after it. A team that skates at two events in that time '
    'counts for both.';
COMMENT ON COLUMN event_activity.event_id IS 'The event; one without dates has no rows.';
COMMENT ON COLUMN event_activity.day IS 'The day, UTC.';
COMMENT ON COLUMN event_activity.day_no IS 'Days since the event began; negative: before it.';
COMMENT ON COLUMN event_activity.posts IS 'Posts about the event, its categories or performances, without deleted ones.';
COMMENT ON COLUMN event_activity.comments IS 'Comments on such posts, without deleted ones.';
COMMENT ON COLUMN event_activity.predictions IS 'Podiums foretold or last changed: one for each account and category.';
COMMENT ON COLUMN event_activity.bears IS 'Bears that came to teams of the event, less those taken back.';

CREATE VIEW prediction_accuracy AS
SELECT s.category_id, c.event_id, event.season, c.level, c.discipline, count(*) AS accounts, sum(guess.places)::bigint AS places,
       round(sum(s.exact_places) / sum(guess.places), 4) AS exact_share, round(sum(s.right_podium) / sum(guess.places), 4) AS podium_share,
       round(avg(s.points), 2) AS mean_points
  FROM prediction_score AS s
  JOIN (SELECT account_id, category_id, count(*)::numeric AS places FROM prediction GROUP BY account_id, category_id) AS guess
       USING (account_id, category_id)
  JOIN category AS c ON c.category_id = s.category_id
  JOIN event USING (event_id)
 GROUP BY s.category_id, c.event_id, event.season, c.level, c.discipline;
COMMENT ON VIEW prediction_accuracy IS 'How right the predictions of each scored contest were.';
COMMENT ON COLUMN prediction_accuracy.category_id IS 'The category.';
COMMENT ON COLUMN prediction_accuracy.event_id IS 'Its event.';
COMMENT ON COLUMN prediction_accuracy.season IS 'First year of the season.';
COMMENT ON COLUMN prediction_accuracy.level IS 'senior, junior ...';
COMMENT ON COLUMN prediction_accuracy.discipline IS 'men, women, pairs or ice_dance.';
COMMENT ON COLUMN prediction_accuracy.accounts IS 'Accounts that took part.';
COMMENT ON COLUMN prediction_accuracy.places IS 'Places they foretold, up to three each.';
COMMENT ON COLUMN prediction_accuracy.exact_share IS 'Share of these at the right place, four decimals.';
COMMENT ON COLUMN prediction_accuracy.podium_share IS 'Share of these anywhere on the podium, four decimals.';
COMMENT ON COLUMN prediction_accuracy.mean_points IS 'Mean points of an account, two decimals.';

CREATE VIEW bears_by_discipline AS
WITH skated AS (
    SELECT DISTINCT ON (team_id) team_id, discipline FROM entry ORDER BY team_id, entry_id DESC)
SELECT date_trunc('month', t.given_at AT TIME ZONE 'UTC')::date AS month,
       coalesce(skated.discipline, CASE team.kind WHEN 'pair' THEN 'pairs' WHEN 'couple' THEN 'ice_dance' END) AS discipline,
       count(*) FILTER (WHERE t.kind = 'team_gift') AS gifts,
       count(DISTINCT t.from_account_id) AS givers,
       sum(CASE t.kind WHEN 'reversal' THEN -t.amount ELSE t.amount END)::bigint AS bears
  FROM bear_transfer AS t JOIN team USING (team_id) LEFT JOIN skated USING (team_id)
 GROUP BY 1, 2;
COMMENT ON VIEW bears_by_discipline IS 'Bears that teams were given, by month and discipline.';
COMMENT ON COLUMN bears_by_discipline.month IS 'First day of the month, UTC.';
COMMENT ON COLUMN bears_by_discipline.discipline IS 'That of the team''s last entry, or what follows from its kind; NULL: a single that was never entered.';
COMMENT ON COLUMN bears_by_discipline.gifts IS 'Gifts.';
COMMENT ON COLUMN bears_by_discipline.givers IS 'Accounts that gave.';
COMMENT ON COLUMN bears_by_discipline.bears IS 'Bears, less those taken back in that month.';
