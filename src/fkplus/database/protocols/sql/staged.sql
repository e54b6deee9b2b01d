-- After the files are staged: what the planner must know, and the number of each seat among those of its role.

ANALYZE staged_performance, staged_element (performance_id), staged_component (performance_id);

CREATE TEMP TABLE staged_seat ON COMMIT DROP AS
WITH named AS (
    SELECT line, event, level, discipline, segment, team_event, season, ordinal, dance,
           CASE
               WHEN pg_temp.word(function) LIKE 'judge%' THEN 'judge'
               WHEN pg_temp.word(function) LIKE 'referee%' THEN 'referee'
               WHEN pg_temp.word(function) LIKE 'assistant_referee%' THEN 'assistant_referee'
               WHEN pg_temp.word(function) LIKE 'technical_controller%' THEN 'technical_controller'
               WHEN pg_temp.word(function) LIKE 'technical_specialist%' THEN 'technical_specialist'
               WHEN pg_temp.word(function) LIKE 'assistant_technical_specialist%' THEN 'assistant_technical_specialist'
               WHEN pg_temp.word(function) LIKE 'data%operator%' THEN 'data_operator'
               WHEN pg_temp.word(function) LIKE 'replay%operator%' THEN 'replay_operator'
               ELSE 'other'
           END AS role,
           substring(function FROM '([0-9]+)[^0-9]*$') AS printed_no
      FROM staged_official
)
SELECT line, role,
       coalesce(printed_no, (row_number() OVER (
           PARTITION BY event, level, discipline, segment, team_event, season, ordinal, dance, role, printed_no ORDER BY line
       ))::text) AS seat_no
  FROM named;

CREATE TEMP VIEW typed_official AS
SELECT line, pg_temp.season(pg_temp.known(staged.season)) AS season, pg_temp.name(event) AS event, pg_temp.word(level) AS level,
       pg_temp.discipline(discipline) AS discipline, pg_temp.segment(segment) AS segment,
       coalesce(pg_temp.known(team_event)::boolean, false) AS team_event,
       pg_temp.known(ordinal)::smallint AS ordinal, pg_temp.known(dance) AS dance,
       btrim(function) AS function, seat.role, seat.seat_no::smallint AS seat_no,
       pg_temp.known(pg_temp.name(name)) AS name, upper(pg_temp.known(nation)) AS nation
  FROM staged_official AS staged JOIN staged_seat AS seat USING (line);
