-- Version 2: athletes, teams of one or two, and the dated facts about them.
BEGIN;
SELECT plan(20);

SELECT has_table(name)
  FROM unnest('{athlete,club,team,team_member,membership_period,team_country,team_club,team_coach}'::name[]) AS name;
SELECT col_is_pk('team_member', ARRAY['team_id', 'position']);
SELECT col_is_unique('public', 'team', ARRAY['kind', 'member_ids'], 'the same people are one team of a kind');
SELECT fk_ok('public', 'team_member', ARRAY['team_id', 'team_kind'], 'public', 'team', ARRAY['team_id', 'kind']);
SELECT fk_ok('public', 'membership_period', ARRAY['team_id', 'team_kind', 'person_id'],
             'public', 'team_member', ARRAY['team_id', 'team_kind', 'person_id']);
SELECT has_trigger('team', 'team_has_its_members');
SELECT has_trigger('team_member', 'team_member_is_listed');
SELECT has_trigger('team_member', 'team_member_keeps_its_team');

INSERT INTO person (sex) VALUES ('female'), ('male');
INSERT INTO team (kind, member_ids) SELECT 'couple', array_agg(person_id ORDER BY person_id) FROM person;
SELECT throws_ok('SET CONSTRAINTS ALL IMMEDIATE', '23514', NULL, 'a team without its members does not pass the commit');
INSERT INTO team_member (team_id, team_kind, position, person_id)
SELECT team_id, kind, ordinality, member FROM team, unnest(member_ids) WITH ORDINALITY AS m (member, ordinality);
SELECT lives_ok('SET CONSTRAINTS ALL IMMEDIATE', 'with them it does');
SELECT throws_ok($$DELETE FROM team_member WHERE position = 1$$, '23514', NULL, 'a member does not leave the row of the team');

INSERT INTO membership_period (team_id, team_kind, person_id, during)
SELECT team_id, team_kind, person_id, '[2015-01-01,2016-01-01)' FROM team_member;
SELECT throws_ok($$INSERT INTO membership_period (team_id, team_kind, person_id, during)
                   SELECT team_id, team_kind, person_id, '[2015-12-31,)' FROM team_member$$,
                 '23P01', NULL, 'memberships of a person do not overlap');
SELECT lives_ok($$INSERT INTO membership_period (team_id, team_kind, person_id, during)
                  SELECT team_id, team_kind, person_id, '[2016-01-01,)' FROM team_member$$,
                'they may follow one another on the day');

SELECT * FROM finish();
ROLLBACK;
