-- Where the files wait as text, and how their text reads as values.
-- Typed columns bear the names of the file's columns: the diagnosis asks them one by one.

CREATE TEMP TABLE staged_performance (
    line integer NOT NULL, misread text, performance_id text, season text, event text, level text, discipline text,
    segment text, team_event text, panel_size text, rank text, name text, nation text, start_no text,
    tss text, tes text, pcs text, deductions text, status text, ordinal text, dance text, deduction_text text,
    override_reason text, source text
) ON COMMIT DROP;
CREATE TEMP TABLE staged_element (
    line integer NOT NULL, misread text, performance_id text, no text, code text, info text, base_value text,
    second_half text, goe text, panel_score text, marks text, override_reason text
) ON COMMIT DROP;
CREATE TEMP TABLE staged_component (
    line integer NOT NULL, misread text, performance_id text, no text, component text, factor text, panel_mark text,
    marks text, override_reason text
) ON COMMIT DROP;
CREATE TEMP TABLE staged_official (
    line integer NOT NULL, misread text, event text, level text, discipline text, segment text, team_event text,
    function text, name text, nation text, season text, ordinal text, dance text
) ON COMMIT DROP;
-- What the reader made of deduction_text; the line is that of the performance.
CREATE TEMP TABLE staged_deduction (
    line integer NOT NULL, no smallint NOT NULL, kind text NOT NULL, points numeric, count smallint,
    votes_for smallint, votes_of smallint, raw_text text NOT NULL
) ON COMMIT DROP;

CREATE OR REPLACE FUNCTION pg_temp.known(printed text) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$SELECT nullif(nullif(btrim(printed), ''), '-')$$;
CREATE OR REPLACE FUNCTION pg_temp.word(printed text) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$SELECT translate(lower(btrim(printed)), ' -', '__')$$;
-- Words that exporters and old sheets use for the four disciplines and the kinds of segments.
CREATE OR REPLACE FUNCTION pg_temp.discipline(printed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE pg_temp.word(printed) WHEN 'ladies' THEN 'women' WHEN 'pair' THEN 'pairs' WHEN 'pair_skating' THEN 'pairs'
               WHEN 'dance' THEN 'ice_dance' WHEN 'ice_dancing' THEN 'ice_dance' ELSE pg_temp.word(printed) END$$;
CREATE OR REPLACE FUNCTION pg_temp.segment(printed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN pg_temp.word(printed) IN ('short_program', 'short_dance', 'rhythm_dance', 'rhythm') THEN 'short'
                WHEN pg_temp.word(printed) IN ('free_skating', 'free_skate', 'free_program', 'free_dance') THEN 'free'
                WHEN pg_temp.word(printed) IN ('original_dance', 'compulsory_dance', 'pattern_dance')
                    THEN replace(replace(pg_temp.word(printed), '_dance', ''), 'pattern', 'compulsory')
                ELSE pg_temp.word(printed) END$$;
-- 1617, 2016/17, 2016-17 and 2016-2017 are one season, written here as 2016/17.
CREATE OR REPLACE FUNCTION pg_temp.season(printed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN btrim(printed) ~ '^[0-9]{4}$'
                THEN CASE WHEN btrim(printed) < '8000' THEN '20' ELSE '19' END
                     || left(btrim(printed), 2) || '/' || right(btrim(printed), 2)
                ELSE regexp_replace(btrim(printed), '^([0-9]{4})[-/]([0-9]{2})?([0-9]{2})$', '\1/\3') END$$;
-- One space between words, no-break spaces included, and each accented letter in one way: some editors save it as two.
CREATE OR REPLACE FUNCTION pg_temp.name(printed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT btrim(regexp_replace(translate(normalize(printed, NFC), U&'\00A0\202F', '  '), '[[:space:]]+', ' ', 'g'))$$;
CREATE OR REPLACE FUNCTION pg_temp.status(printed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE lower(pg_temp.known(printed)) WHEN 'w/d' THEN 'wd' WHEN 'withdrawn' THEN 'wd' WHEN 'dq' THEN 'dsq'
               WHEN 'disqualified' THEN 'dsq' ELSE coalesce(lower(pg_temp.known(printed)), 'ok') END$$;
-- Marks as the text of an array: 1|-|2 is {1,NULL,2}.
CREATE OR REPLACE FUNCTION pg_temp.marks(printed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT '{' || left(replace(replace(replace(printed, ' ', '') || '|', '-|', 'NULL|'), '|', ','), -1) || '}'$$;

CREATE TEMP VIEW typed_performance AS
SELECT line, performance_id, season.start_year AS season, pg_temp.name(event) AS event, pg_temp.word(level) AS level,
       pg_temp.discipline(discipline) AS discipline, pg_temp.segment(segment) AS segment,
       coalesce(pg_temp.known(team_event)::boolean, false) AS team_event,
       pg_temp.known(ordinal)::smallint AS ordinal, pg_temp.known(dance) AS dance,
       pg_temp.known(panel_size)::smallint AS panel_size, pg_temp.known(rank)::smallint AS rank,
       CASE WHEN pg_temp.discipline(discipline) IN ('pairs', 'ice_dance')
            THEN regexp_replace(pg_temp.name(name), ' ?/ ?', ' / ', 'g') ELSE pg_temp.name(name) END AS name,
       upper(pg_temp.known(nation)) AS nation, pg_temp.known(start_no)::smallint AS start_no,
       pg_temp.known(tss)::points AS tss, pg_temp.known(tes)::points AS tes, pg_temp.known(pcs)::points AS pcs,
       abs(pg_temp.known(deductions)::numeric)::points AS deductions, pg_temp.status(status) AS status,
       pg_temp.known(deduction_text) AS deduction_text, pg_temp.known(override_reason) AS override_reason,
       pg_temp.known(source) AS source,
       deduction_text IS NOT NULL AS tells_deductions, override_reason IS NOT NULL AS tells_override,
       CASE pg_temp.discipline(discipline) WHEN 'pairs' THEN 'pair' WHEN 'ice_dance' THEN 'couple' ELSE 'single' END AS team_kind
  FROM staged_performance AS staged
  LEFT JOIN season ON season.code = pg_temp.season(staged.season);

-- A blank slot has no value, whatever stands for that in its columns, and often no marks.
CREATE TEMP VIEW typed_element AS
SELECT line, performance_id, no::smallint AS no, pg_temp.known(code) AS code, pg_temp.known(info) AS info,
       coalesce(pg_temp.known(base_value), CASE WHEN pg_temp.known(code) IS NULL THEN '0' END)::points AS base_value,
       CASE pg_temp.known(second_half) WHEN 'x' THEN true WHEN 'X' THEN true
            ELSE coalesce(pg_temp.known(second_half)::boolean, false) END AS second_half,
       coalesce(pg_temp.known(goe), CASE WHEN pg_temp.known(code) IS NULL THEN '0' END)::points AS goe,
       coalesce(pg_temp.known(panel_score), CASE WHEN pg_temp.known(code) IS NULL THEN '0' END)::points AS panel_score,
       CASE WHEN pg_temp.known(marks) IS NULL THEN '{}' ELSE pg_temp.marks(marks) END::smallint[] AS marks,
       pg_temp.known(override_reason) AS override_reason, override_reason IS NOT NULL AS tells_override
  FROM staged_element;

-- Old sheets print 0.00 for a judge who gave no mark: the lowest mark of a component is 0.25.
CREATE TEMP VIEW typed_component AS
SELECT line, performance_id, no::smallint AS no, btrim(component) AS component, factor::numeric AS factor,
       pg_temp.known(panel_mark)::numeric AS panel_mark,
       CASE WHEN pg_temp.known(marks) IS NULL THEN '{}'
            WHEN strpos('|' || marks, '|0') > 0 THEN array_replace(pg_temp.marks(marks)::numeric[], 0, NULL)
            ELSE pg_temp.marks(marks)::numeric[] END::numeric[] AS marks,
       pg_temp.known(override_reason) AS override_reason, override_reason IS NOT NULL AS tells_override
  FROM staged_component;
