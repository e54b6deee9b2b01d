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

INSERT INTO conflict
SELECT 'performances.csv', r.line, 'differs from the stored performance: ' || concat_ws(', ',
           pg_temp.change('status', s.status, p.status), pg_temp.change('rank', s.rank, p.rank),
           pg_temp.change('start_no', s.start_no, p.start_no), pg_temp.change('panel_size', s.panel_size, p.panel_size),
           pg_temp.change('tss', s.tss, p.tss), pg_temp.change('tes', s.tes, p.tes), pg_temp.change('pcs', s.pcs, p.pcs),
           pg_temp.change('deductions', s.deductions, p.deductions))
  FROM resolved_performance AS r
  JOIN typed_performance AS p USING (line)
  JOIN performance AS s ON s.performance_id = r.stored_id
 WHERE (p.status, p.rank, p.start_no, p.panel_size, p.tss, p.tes, p.pcs, p.deductions)
       IS DISTINCT FROM (s.status, s.rank, s.start_no, s.panel_size, s.tss, s.tes, s.pcs, s.deductions);

INSERT INTO conflict
SELECT CASE WHEN e.line IS NULL THEN 'performances.csv' ELSE 'elements.csv' END, coalesce(e.line, s.line), CASE
           WHEN e.line IS NULL THEN format('the stored performance has an element %s, the file has none', s.no)
           WHEN s.line IS NULL THEN format('the stored performance has no element %s', e.no)
           ELSE 'differs from the stored element: ' || concat_ws(', ',
               pg_temp.change('code', s.code, e.code), pg_temp.change('info', s.info, e.info),
               pg_temp.change('base_value', s.base_value, e.base_value),
               pg_temp.change('second_half', s.is_second_half, e.second_half), pg_temp.change('goe', s.goe, e.goe),
               pg_temp.change('panel_score', s.panel_score, e.panel_score), pg_temp.change('marks', s.marks, e.marks))
       END
  FROM (SELECT r.stored_id, e.* FROM typed_element AS e
          JOIN resolved_performance AS r ON r.file_id = e.performance_id AND r.stored_id IS NOT NULL) AS e
  FULL JOIN (SELECT r.line, r.stored_id, s.* FROM resolved_performance AS r
               JOIN element AS s ON s.performance_id = r.stored_id) AS s
    ON s.stored_id = e.stored_id AND s.no = e.no
 WHERE e.line IS NULL OR s.line IS NULL
    OR (e.code, e.info, e.base_value, e.second_half, e.goe, e.panel_score, e.marks)
       IS DISTINCT FROM (s.code, s.info, s.base_value, s.is_second_half, s.goe, s.panel_score, s.marks);

INSERT INTO conflict
SELECT CASE WHEN c.line IS NULL THEN 'performances.csv' ELSE 'components.csv' END, coalesce(c.line, s.line), CASE
           WHEN c.line IS NULL THEN format('the stored performance has a component %s, the file has none', s.no)
           WHEN s.line IS NULL THEN format('the stored performance has no component %s', c.no)
           ELSE 'differs from the stored component: ' || concat_ws(', ',
               pg_temp.change('component', s.name, c.component), pg_temp.change('factor', s.factor, c.factor),
               pg_temp.change('panel_mark', s.panel_mark, c.panel_mark), pg_temp.change('marks', s.marks, c.marks))
       END
  FROM (SELECT r.stored_id, c.* FROM typed_component AS c
          JOIN resolved_performance AS r ON r.file_id = c.performance_id AND r.stored_id IS NOT NULL) AS c
  FULL JOIN (SELECT r.line, r.stored_id, s.* FROM resolved_performance AS r
               JOIN component AS s ON s.performance_id = r.stored_id) AS s
    ON s.stored_id = c.stored_id AND s.no = c.no
 WHERE c.line IS NULL OR s.line IS NULL
    OR (c.component, c.factor, c.panel_mark, c.marks) IS DISTINCT FROM (s.name, s.factor, s.panel_mark, s.marks);
