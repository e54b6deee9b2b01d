-- Which foreign keys of versions 1 to 5 are searched by their own columns, and why the others are not.
--
-- Deleting a row searches each table that refers to it. People, teams and entries do get deleted: two forms of a name turn
-- out to be one person, whose rows move to the person who stays. The rest of the calendar and the sheets stay for ever.

-- The tables of the sport hold some ten thousand rows, so that building an index holds writers up for milliseconds; and
-- CONCURRENTLY would leave the transaction that keeps this version whole.
-- squawk-ignore-file require-concurrent-index-creation

CREATE INDEX team_member_person_idx ON team_member (person_id);
COMMENT ON INDEX team_member_person_idx IS 'For merging two people who are one: the teams of a person.';
CREATE INDEX team_coach_person_idx ON team_coach (person_id);
COMMENT ON INDEX team_coach_person_idx IS 'For merging two people who are one: whom a person coaches.';
CREATE INDEX panel_seat_person_idx ON panel_seat (person_id) WHERE person_id IS NOT NULL;
COMMENT ON INDEX panel_seat_person_idx IS 'For merging two people who are one: where a person sat.';
CREATE INDEX membership_period_member_idx ON membership_period (team_id, team_kind, person_id);
COMMENT ON INDEX membership_period_member_idx IS 'For merging two teams that are one: the memberships deleted with a team.';
CREATE INDEX entry_team_idx ON entry (team_id, team_kind);
COMMENT ON INDEX entry_team_idx IS 'For merging two teams that are one: the entries of a team.';
CREATE INDEX performance_entry_idx ON performance (entry_id, category_id);
COMMENT ON INDEX performance_entry_idx IS 'For deleting an entry that was made under a wrong name: its performances.';

COMMENT ON CONSTRAINT account_country_fkey ON account IS
    'an account names a country that is stored. No index: countries are not deleted.';
COMMENT ON CONSTRAINT club_country_fkey ON club IS
    'a club lies in a country that is stored. No index: countries are not deleted.';
COMMENT ON CONSTRAINT team_country_country_fkey ON team_country IS
    'a team skates for a country that is stored. No index: countries are not deleted.';
COMMENT ON CONSTRAINT event_country_fkey ON event IS
    'an event takes place in a country that is stored. No index: countries are not deleted.';
COMMENT ON CONSTRAINT entry_country_fkey ON entry IS
    'an entry skates for a country that is stored. No index: countries are not deleted.';
COMMENT ON CONSTRAINT team_club_club_fkey ON team_club IS
    'a team belongs to a club that is stored. No index: clubs are not deleted.';
COMMENT ON CONSTRAINT segment_category_fkey ON segment IS
    'a segment belongs to a category that is stored and has its discipline. No index: categories are not deleted.';
COMMENT ON CONSTRAINT entry_category_fkey ON entry IS
    'an entry belongs to a category that is stored and has its discipline. No index: categories are not deleted.';
COMMENT ON CONSTRAINT performance_segment_fkey ON performance IS
    'a performance belongs to a segment that is stored and has its category. No index: segments are not deleted.';
COMMENT ON CONSTRAINT panel_seat_import_run_fkey ON panel_seat IS
    'a seat names the import that brought it. No index: imports are not deleted.';
COMMENT ON CONSTRAINT performance_import_run_fkey ON performance IS
    'a performance names the import that brought it. No index: imports are not deleted.';
