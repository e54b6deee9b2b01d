-- Where the files wait as text, and how their text reads as values.
-- Typed columns bear the names of the file's columns: the diagnosis asks them one by one.

CREATE TEMP TABLE staged_performance (
    line integer NOT NULL, misread text, performance_id text, season text, event text, level text, discipline text,
    segment text, team_event text, panel_size text, rank text, name text, nation text, start_no text,
    tss text, tes text, pcs text, deductions text, status text
) ON COMMIT DROP;
CREATE TEMP TABLE staged_element (
    line integer NOT NULL, misread text, performance_id text, no text, code text, info text, base_value text,
    second_half text, goe text, panel_score text, marks text
) ON COMMIT DROP;
CREATE TEMP TABLE staged_component (
    line integer NOT NULL, misread text, performance_id text, no text, component text, factor text, panel_mark text,
    marks text
) ON COMMIT DROP;
CREATE TEMP TABLE staged_official (
    line integer NOT NULL, misread text, event text, level text, discipline text, segment text, team_event text,
    function text, name text, nation text, season text
) ON COMMIT DROP;

CREATE OR REPLACE FUNCTION pg_temp.known(printed text) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$SELECT nullif(nullif(btrim(printed), ''), '-')$$;
CREATE OR REPLACE FUNCTION pg_temp.word(printed text) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$SELECT translate(lower(btrim(printed)), ' -', '__')$$;

CREATE TEMP VIEW typed_performance AS
SELECT line, performance_id, season.start_year AS season, btrim(event) AS event, pg_temp.word(level) AS level,
       pg_temp.word(discipline) AS discipline, pg_temp.word(segment) AS segment, team_event::boolean AS team_event,
       pg_temp.known(panel_size)::smallint AS panel_size, pg_temp.known(rank)::smallint AS rank,
       btrim(name) AS name, pg_temp.known(nation) AS nation, pg_temp.known(start_no)::smallint AS start_no,
       pg_temp.known(tss)::points AS tss, pg_temp.known(tes)::points AS tes, pg_temp.known(pcs)::points AS pcs,
       pg_temp.known(deductions)::points AS deductions, coalesce(lower(pg_temp.known(status)), 'ok') AS status,
       CASE pg_temp.word(discipline) WHEN 'pairs' THEN 'pair' WHEN 'ice_dance' THEN 'couple' ELSE 'single' END AS team_kind
  FROM staged_performance AS staged
  LEFT JOIN season ON right(season.start_year::text, 2) || right(season.code, 2) = btrim(staged.season);

CREATE TEMP VIEW typed_element AS
SELECT line, performance_id, no::smallint AS no, pg_temp.known(code) AS code, pg_temp.known(info) AS info,
       pg_temp.known(base_value)::points AS base_value,
       coalesce(pg_temp.known(second_half)::boolean, false) AS second_half,
       pg_temp.known(goe)::points AS goe, pg_temp.known(panel_score)::points AS panel_score,
       string_to_array(marks, '|', '-')::smallint[] AS marks
  FROM staged_element;

CREATE TEMP VIEW typed_component AS
SELECT line, performance_id, no::smallint AS no, btrim(component) AS component, factor::numeric AS factor,
       pg_temp.known(panel_mark)::numeric AS panel_mark, string_to_array(marks, '|', '-')::numeric[] AS marks
  FROM staged_component;
