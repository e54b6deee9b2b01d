-- Version 21: deleting a person, a team or an entry searches no whole table.
BEGIN;
SELECT plan(9);

SELECT has_index('public', 'team_member', 'team_member_person_idx', 'person_id'::name);
SELECT has_index('public', 'team_coach', 'team_coach_person_idx', 'person_id'::name);
SELECT has_index('public', 'panel_seat', 'panel_seat_person_idx', 'person_id'::name);
SELECT has_index('public', 'membership_period', 'membership_period_member_idx', '{team_id,team_kind,person_id}'::name[]);
SELECT has_index('public', 'entry', 'entry_team_idx', '{team_id,team_kind}'::name[]);
SELECT has_index('public', 'performance', 'performance_entry_idx', '{entry_id,category_id}'::name[]);

-- Each index is one that the search behind a foreign key can take.
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query;
END
$$;
SET LOCAL enable_seqscan = off;
SELECT matches(string_agg(line, ' '), 'panel_seat_person_idx', 'a partial index serves the search for a person')
  FROM pg_temp.plan_of('SELECT FROM ONLY panel_seat AS x WHERE 1 OPERATOR(pg_catalog.=) person_id FOR KEY SHARE OF x') AS line;
SELECT matches(string_agg(line, ' '), 'entry_team_idx', 'so does one of two columns')
  FROM pg_temp.plan_of($$SELECT FROM ONLY entry AS x WHERE 1 = team_id AND 'single' = team_kind FOR KEY SHARE OF x$$) AS line;
SELECT matches(string_agg(line, ' '), 'segment_is_unique_in_category', 'and a key that begins with the parent serves without another')
  FROM pg_temp.plan_of($$SELECT FROM ONLY segment AS x WHERE 1 = category_id AND 'men' = discipline FOR KEY SHARE OF x$$) AS line;

SELECT * FROM finish();
ROLLBACK;
