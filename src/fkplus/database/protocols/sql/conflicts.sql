-- Rows that can't be stored beside the other rows or beside what is stored: file, line, reason.

CREATE OR REPLACE FUNCTION pg_temp.change(name text, old anycompatible, new anycompatible) RETURNS text LANGUAGE sql STABLE AS
    $$SELECT CASE WHEN old IS DISTINCT FROM new
                  THEN format('%s %s -> %s', name, coalesce(old::text, 'none'), coalesce(new::text, 'none')) END$$;

CREATE TEMP TABLE resolved_seat ON COMMIT DROP AS
SELECT w.*, coalesce(fit.person_id, made.person_id) AS person_id
  FROM wanted_seat AS w
  LEFT JOIN fitting_official AS fit ON fit.line = w.line AND fit.choices = 1
  LEFT JOIN made_person AS made ON made.name = w.name;

CREATE TEMP TABLE conflict (file text NOT NULL, line integer NOT NULL, reason text NOT NULL) ON COMMIT DROP;

INSERT INTO conflict
SELECT 'performances.csv', w.line, format('"%s": several people bear this name and none fits better', w.name)
  FROM wanted_entry AS w
 WHERE EXISTS (SELECT FROM fitting_team AS f WHERE f.wanted_id = w.wanted_id AND f.choices > 1)
    OR EXISTS (SELECT FROM fitting_person AS f WHERE f.wanted_id = w.wanted_id AND f.choices > 1)
UNION ALL
SELECT 'performances.csv', line, format('differs from the entry in this category: nation %s -> %s',
                                        coalesce(entry_nation, 'none'), coalesce(nation, 'none'))
  FROM resolved_performance WHERE nation IS DISTINCT FROM entry_nation
UNION ALL
SELECT 'performances.csv', line, format('an entry skates once in a segment; this one stands on line %s already', first_line)
  FROM (SELECT line, min(line) OVER (PARTITION BY segment_id, entry_id) AS first_line FROM resolved_performance) AS numbered
 WHERE line <> first_line
UNION ALL
SELECT 'performances.csv', p.line, format('dance "%s": the dance of this segment is "%s"', p.dance, s.dance)
  FROM read_performance AS p JOIN resolved_segment AS s USING (place_id) WHERE lower(p.dance) <> lower(s.dance)
UNION ALL
SELECT 'officials.csv', o.line, CASE WHEN s.choices IS NULL
           THEN 'this segment is neither in performances.csv nor stored'
           ELSE 'events of this name stand in several seasons' END
  FROM staged_official AS o LEFT JOIN seat_segment AS s USING (line) WHERE s.choices IS DISTINCT FROM 1
UNION ALL
SELECT 'officials.csv', w.line, format('"%s": several people bear this name and none fits better', w.name)
  FROM wanted_seat AS w JOIN fitting_official AS f USING (line) WHERE f.choices > 1
UNION ALL
SELECT 'officials.csv', line, format('this seat stands on line %s already', first_line)
  FROM (SELECT line, min(line) OVER (PARTITION BY segment_id, role, seat_no) AS first_line FROM wanted_seat) AS numbered
 WHERE line <> first_line;

INSERT INTO conflict
SELECT 'officials.csv', s.line, 'differs from the stored seat: ' || concat_ws(', ',
           pg_temp.change('name', (SELECT min(n.full_name) FROM person_name AS n
                                    WHERE n.person_id = s.stored_person_id AND n.script = 'latin' AND n.is_primary), s.name),
           pg_temp.change('nation', s.stored_nation, s.nation))
  FROM resolved_seat AS s
 WHERE s.stored_id IS NOT NULL AND (s.person_id, s.nation) IS DISTINCT FROM (s.stored_person_id, s.stored_nation);
