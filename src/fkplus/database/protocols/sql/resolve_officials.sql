-- The seats of the panels: in which segment they are, who sits there, and which are stored already.
-- officials.csv names no season: the segment is that of performances.csv, or else the only stored one of that event's name.

CREATE TEMP TABLE read_official ON COMMIT DROP AS
SELECT *, dense_rank() OVER (ORDER BY event, level, discipline, team_event, segment, ordinal, dance, season) AS panel_id
  FROM typed_official;
ANALYZE read_official;
CREATE TEMP TABLE wanted_panel ON COMMIT DROP AS
SELECT DISTINCT panel_id, event, level, discipline, team_event, segment, ordinal, dance, season FROM read_official;
ANALYZE wanted_panel;

-- The segment of a panel: by its number, else by the name of its dance, else the first.
CREATE TEMP TABLE panel_segment ON COMMIT DROP AS
SELECT w.panel_id, min(s.segment_id) AS segment_id, count(DISTINCT s.segment_id) AS choices
  FROM wanted_panel AS w
  JOIN resolved_segment AS s USING (event, level, discipline, team_event, segment)
  JOIN season ON season.start_year = s.season
 WHERE (w.season IS NULL OR w.season = season.code)
   AND CASE WHEN w.ordinal IS NOT NULL THEN s.ordinal = w.ordinal
            WHEN w.dance IS NOT NULL THEN lower(s.dance) = lower(w.dance) ELSE s.ordinal = 1 END
 GROUP BY w.panel_id;
INSERT INTO panel_segment
SELECT w.panel_id, stored.segment_id, stored.choices
  FROM wanted_panel AS w,
       LATERAL (SELECT min(s.segment_id) AS segment_id, count(*) AS choices
                  FROM event
                  JOIN season ON season.start_year = event.season
                  JOIN category AS c USING (event_id)
                  JOIN segment AS s USING (category_id)
                 WHERE event.name = w.event AND (w.season IS NULL OR w.season = season.code)
                   AND (c.level, c.discipline, c.team_event) = (w.level, w.discipline, w.team_event)
                   AND s.kind = w.segment
                   AND CASE WHEN w.ordinal IS NOT NULL THEN s.ordinal = w.ordinal
                            WHEN w.dance IS NOT NULL THEN lower(s.dance) = lower(w.dance) ELSE s.ordinal = 1 END) AS stored
 WHERE stored.choices > 0 AND NOT EXISTS (SELECT FROM panel_segment AS p WHERE p.panel_id = w.panel_id);
ANALYZE panel_segment;

CREATE TEMP TABLE seat_segment ON COMMIT DROP AS
SELECT o.line, p.segment_id, p.choices FROM read_official AS o JOIN panel_segment AS p USING (panel_id);
ANALYZE seat_segment;

CREATE TEMP TABLE wanted_seat ON COMMIT DROP AS
SELECT o.line, s.segment_id, o.function, o.role, o.seat_no, o.name, o.nation, stored.panel_seat_id AS stored_id,
       stored.person_id AS stored_person_id, stored.nation AS stored_nation
  FROM read_official AS o
  JOIN seat_segment AS s ON s.line = o.line AND s.choices = 1
  LEFT JOIN panel_seat AS stored ON (stored.segment_id, stored.role, stored.seat_no) = (s.segment_id, o.role, o.seat_no);

CREATE TEMP TABLE fitting_official ON COMMIT DROP AS
WITH known AS (
    SELECT DISTINCT w.line, p.person_id, p.person_id = w.stored_person_id AS sits_here,
           EXISTS (SELECT FROM panel_seat AS other WHERE other.person_id = p.person_id AND other.nation = w.nation) AS is_of_nation,
           EXISTS (SELECT FROM panel_seat AS other WHERE other.person_id = p.person_id) AS is_official
      FROM wanted_seat AS w JOIN person_name AS p ON p.full_name = w.name AND p.script = 'latin'
), ranked AS (
    SELECT *, rank() OVER (
               PARTITION BY line ORDER BY sits_here DESC NULLS LAST, is_of_nation DESC, is_official DESC) AS place
      FROM known
)
SELECT line, min(person_id) AS person_id, count(*) AS choices FROM ranked WHERE place = 1 GROUP BY line;

DROP TABLE new_name, made_person;
CREATE TEMP TABLE new_name ON COMMIT DROP AS
SELECT name, row_number() OVER (ORDER BY min(line)) AS n
  FROM wanted_seat AS w
 WHERE name IS NOT NULL AND NOT EXISTS (SELECT FROM fitting_official AS f WHERE f.line = w.line)
 GROUP BY name;
