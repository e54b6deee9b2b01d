-- Each query finds a row in the upgraded database; what it looks for stands above it.

-- v001 a deleted account
SELECT FROM account WHERE status = 'deleted'
-- v001 a display name of 60 characters
SELECT FROM account WHERE char_length(display_name) = 60
-- v001 a display name that is written from right to left
SELECT FROM account WHERE display_name ~ '[\u0590-\u06FF]'
-- v001 an account without a country
SELECT FROM account WHERE country_code IS NULL
-- v001 a profile of 1,000 characters with emoji, and an empty one
SELECT FROM account_profile AS a, account_profile AS b WHERE char_length(a.about) = 1000 AND a.about ~ '🐻' AND num_nulls(b.about, b.city, b.website, b.avatar_url) = 4
-- v001 two people of one name, and one of whom nothing is known
SELECT FROM person_name AS a JOIN person_name AS b USING (full_name) JOIN person AS p ON p.person_id = a.person_id WHERE a.person_id <> b.person_id AND num_nulls(p.sex, p.birth_date) = 2
-- v002 an athlete of whom nothing is told, and a club that is only a name
SELECT FROM athlete AS a, club AS c WHERE num_nulls(a.height_cm, a.hometown, a.skating_since, a.retired_on) = 4 AND num_nulls(c.city, c.country_code) = 2
-- v002 two people who are two teams
SELECT FROM team AS a JOIN team AS b USING (member_ids) WHERE a.kind = 'pair' AND b.kind = 'couple'
-- v003 an event without dates and place
SELECT FROM event WHERE num_nulls(city, country_code, starts_on, ends_on) = 4
-- v003 a team event beside its like
SELECT FROM category AS a JOIN category AS b USING (event_id, level, discipline) WHERE a.team_event AND NOT b.team_event
-- v004 an anonymous seat
SELECT FROM panel_seat WHERE num_nulls(person_id, nation) = 2
-- v004 a blank element that nobody marked
SELECT FROM element WHERE code IS NULL AND base_value = 0 AND num_nonnulls(VARIADIC marks) = 0 AND marks <> '{}'
-- v004 a disqualified sheet that keeps its elements, and one that has none
SELECT FROM performance AS a, performance AS b WHERE a.status = 'dsq' AND b.status = 'dsq' AND EXISTS (SELECT FROM element AS e WHERE e.performance_id = a.performance_id) AND NOT EXISTS (SELECT FROM element AS e WHERE e.performance_id = b.performance_id)
-- v004 a scored performance without elements, below zero
SELECT FROM performance WHERE status = 'ok' AND tss < 0
-- v011 a tag of 50 letters, one of emoji, one from right to left
SELECT FROM tag AS a, tag AS b, tag AS c WHERE char_length(a.name) = 50 AND b.name ~ '🐻' AND c.name ~ '[\u0590-\u06FF]'
-- v011 a deleted account that follows and is followed
SELECT FROM follow_account AS a JOIN follow_account AS b ON a.account_id = b.followed_id JOIN account AS g ON g.account_id = a.account_id WHERE g.status = 'deleted'
-- v011 a counter that went down
SELECT FROM person_follower_slot WHERE followers = 1
-- v011 a note of 4,000 characters by a deleted account
SELECT FROM private.team_note AS n JOIN account AS a USING (account_id) WHERE char_length(n.body) = 4000 AND a.status = 'deleted'
-- v011 a favourite without a place, a mute without an end
SELECT FROM favourite AS f, private.account_mute AS m WHERE f.position IS NULL AND m.ends_at IS NULL
-- v012 a deleted account that owns bears
SELECT FROM bear_balance JOIN account USING (account_id) WHERE status = 'deleted' AND bears > 0
-- v012 the largest transfer, a gift taken back at once, a message of 500 emoji
SELECT FROM bear_transfer AS g, bear_transfer AS r JOIN bear_transfer AS o ON o.bear_transfer_id = r.reverses, private.bear_message AS m WHERE g.amount = 1000000000000 AND r.given_at = o.given_at AND m.body = repeat('🐻', 500)
-- v008 a sheet whose sums are wrong for a reason of 1,000 emoji
SELECT FROM performance WHERE tss <> tes + pcs - deductions AND char_length(override_reason) = 1000
-- v008 a deduction that says only its kind, and one of a disqualified sheet
SELECT FROM deduction AS d, deduction AS q JOIN performance USING (performance_id) WHERE num_nonnulls(d.points, d.count, d.votes_for, d.raw_text) = 0 AND status = 'dsq'
-- v008 two revisions of a performance that never was
SELECT FROM performance_revision AS r JOIN performance AS p USING (performance_id) WHERE r.revision = 2 AND p.status = 'wd'
-- v014 a post of 10,000 emoji, and one that is written from right to left in the last millisecond of a month
SELECT FROM post AS a, post AS b WHERE char_length(a.body) = 10000 AND b.body ~ '[\u0590-\u06FF]' AND b.post_id + 1 = timed_id_from('2026-07-01')
-- v014 a bare repost of an older month
SELECT FROM post AS r JOIN post AS p ON p.post_id = r.reposted_post_id WHERE r.body IS NULL AND p.created_at < r.created_at - interval '1 year'
-- v014 an answer at the tenth level below a deleted comment on a deleted post of a deleted account
SELECT FROM comment AS c JOIN comment AS d ON d.post_id = c.post_id AND d.comment_id = c.path[1] JOIN post AS p ON p.post_id = c.post_id JOIN account AS a ON a.account_id = p.author_id WHERE cardinality(c.path) = 10 AND d.deleted_at IS NOT NULL AND p.deleted_at IS NOT NULL AND a.status = 'deleted'
-- v014 a count that went down to nothing
SELECT FROM post_count WHERE comments = 0 AND reactions = 0
-- v014 media of the longest address, and of which only the address is known
SELECT FROM media AS a, media AS b WHERE char_length(a.url) = 2000 AND num_nulls(b.width, b.height, b.duration_ms, b.credit, b.alt_text) = 5
-- v013 a contest without beginning and end, a deleted account that guessed in it
SELECT FROM prediction_contest AS c JOIN prediction AS p USING (category_id) JOIN account AS a USING (account_id) WHERE c.opens_at = '-infinity' AND c.locks_at = 'infinity' AND a.status = 'deleted'
-- v013 a guess that scored nothing, of a team that was disqualified
SELECT FROM prediction_score AS s JOIN prediction AS p USING (account_id, category_id) JOIN entry AS e USING (entry_id) WHERE s.points = 0 AND e.status = 'dsq'
-- v009 a programme of which only the team is known, to the same music twice
SELECT FROM programme JOIN programme_music AS a USING (programme_id) JOIN programme_music AS b USING (programme_id, music_work_id) WHERE num_nonnulls(title, theme, media_url) = 0 AND a.position < b.position
-- v009 a first place that a later revision took away
SELECT FROM standing AS s JOIN standing_decision AS d USING (category_id) JOIN standing_place AS p USING (standing_decision_id) WHERE s.place IS NULL AND s.status = 'dsq' AND p.place = 1
-- v009 a decision over nobody
SELECT FROM standing_decision AS d WHERE NOT EXISTS (SELECT FROM standing_place AS p WHERE p.standing_decision_id = d.standing_decision_id)
-- v017 a rating of a deleted account, and counts of one that was taken back
SELECT FROM programme_rating AS r JOIN account AS a USING (account_id), programme_rating_slot AS s WHERE a.status = 'deleted' AND s.ratings = 0
-- v017 a deleted account's pick of an entry that withdrew, in a league with a name from right to left
SELECT FROM fantasy_pick AS p JOIN account AS a USING (account_id) JOIN entry AS e USING (entry_id) JOIN fantasy_round USING (fantasy_round_id) JOIN fantasy_league AS l USING (fantasy_league_id) WHERE a.status = 'deleted' AND e.status = 'wd' AND l.name ~ '[\u0590-\u06FF]'
-- v017 a pool that nobody is in, a league of 100 emoji
SELECT FROM fantasy_pool AS p, fantasy_league AS l WHERE l.name = repeat('🐻', 100) AND NOT EXISTS (SELECT FROM fantasy_pool_entry AS e WHERE (e.fantasy_round_id, e.pool) = (p.fantasy_round_id, p.pool))
-- v015 a notification of 500 emoji in the last millisecond of a month, by a deleted account, and one of a post that is no more
SELECT FROM private.notification AS a JOIN account ON account_id = a.actor_id, private.notification AS b WHERE a.note = repeat('🐻', 500) AND status = 'deleted' AND NOT EXISTS (SELECT FROM post WHERE post_id = b.post_id)
-- v016 a message of a deleted account, answered in the next month
SELECT FROM private.message AS m JOIN private.message AS a ON a.chat_id = m.chat_id AND a.answers_id = m.message_id JOIN account AS s ON s.account_id = m.sender_id WHERE s.status = 'deleted' AND char_length(m.body) = 4000
-- v016 an empty message in a group that all have left
SELECT FROM private.message AS m WHERE m.body IS NULL AND NOT EXISTS (SELECT FROM private.chat_member AS c WHERE c.chat_id = m.chat_id AND c.left_at IS NULL)
-- v008 generated deductions: several falls in a line, a vote without majority, words that nobody understood
SELECT FROM deduction AS f, deduction AS v, deduction AS o WHERE f.kind = 'fall' AND f.count > 1 AND v.points = 0 AND v.votes_for < v.votes_of AND o.kind = 'other' AND o.points IS NULL
-- v008 a generated sheet that was corrected twice, and one whose total is wrong
SELECT FROM performance_revision AS r, performance AS p WHERE r.revision = 2 AND r.replaced_by = 'seed' AND p.tss <> p.tes + p.pcs - p.deductions AND p.override_reason ~ '0.01'
-- v009 a programme replaced in mid-season that was skated
SELECT FROM programme AS a JOIN programme AS b USING (team_id, season, kind) JOIN performance AS p ON p.programme_id IN (a.programme_id, b.programme_id) WHERE upper(a.during) = lower(b.during)
-- v009 a winner whom a ruling disqualified, while the entry is sound
SELECT FROM standing AS s JOIN standing_decision AS d USING (category_id) JOIN entry AS e USING (entry_id) WHERE d.basis = 'ruling' AND d.decided_by = 'seed' AND s.status = 'dsq' AND e.status = 'ok'
