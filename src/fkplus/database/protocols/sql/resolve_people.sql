-- Which team a published name means. A name is no identity: several people may share it, so what is known of them
-- decides: an entry in the same category first, then the nation. Where that leaves several, the row is rejected.

CREATE TEMP TABLE wanted_entry ON COMMIT DROP AS
SELECT p.line, p.performance_id AS file_id, s.segment_id, s.category_id, p.discipline, p.team_kind, p.name, p.nation, p.status,
       dense_rank() OVER (ORDER BY p.team_kind, p.name, p.nation) AS wanted_id
  FROM read_performance AS p JOIN resolved_segment AS s USING (place_id);
CREATE TEMP TABLE wanted_team ON COMMIT DROP AS
SELECT wanted_id, team_kind, name, nation, min(line) AS line, array_agg(DISTINCT category_id) AS category_ids
  FROM wanted_entry GROUP BY wanted_id, team_kind, name, nation;
CREATE TEMP TABLE wanted_member ON COMMIT DROP AS
SELECT w.wanted_id, w.line, w.team_kind, w.nation, part.position, btrim(part.name) AS name, NULL::bigint AS person_id
  FROM wanted_team AS w,
       unnest(CASE w.team_kind WHEN 'single' THEN ARRAY[w.name] ELSE string_to_array(w.name, ' / ') END)
           WITH ORDINALITY AS part (name, position);
ANALYZE wanted_team, wanted_member;

CREATE TEMP TABLE candidate ON COMMIT DROP AS
SELECT DISTINCT m.wanted_id, m.position, known.person_id
  FROM wanted_member AS m JOIN person_name AS known ON known.full_name = m.name AND known.script = 'latin';
ANALYZE candidate;

CREATE TEMP TABLE fitting_team ON COMMIT DROP AS
WITH stored AS (
    SELECT w.wanted_id, t.team_id,
           EXISTS (SELECT FROM entry AS e WHERE e.team_id = t.team_id AND e.category_id = ANY (w.category_ids)) AS is_entered,
           EXISTS (SELECT FROM entry AS e WHERE e.team_id = t.team_id AND e.country_code = w.nation)
           OR EXISTS (SELECT FROM team_country AS c WHERE c.team_id = t.team_id AND c.country_code = w.nation) AS is_of_nation
      FROM wanted_team AS w
      JOIN candidate AS first ON first.wanted_id = w.wanted_id AND first.position = 1
      LEFT JOIN candidate AS second ON second.wanted_id = w.wanted_id AND second.position = 2
      JOIN team AS t ON t.kind = w.team_kind AND t.member_ids =
           CASE WHEN second.person_id IS NULL THEN ARRAY[first.person_id]
                ELSE ARRAY[least(first.person_id, second.person_id), greatest(first.person_id, second.person_id)] END
), ranked AS (
    SELECT *, rank() OVER (PARTITION BY wanted_id ORDER BY is_entered DESC, is_of_nation DESC) AS place FROM stored
)
SELECT wanted_id, min(team_id) AS team_id, count(*) AS choices FROM ranked WHERE place = 1 GROUP BY wanted_id;

CREATE TEMP TABLE fitting_person ON COMMIT DROP AS
WITH known AS (
    SELECT c.wanted_id, c.position, c.person_id, EXISTS (
               SELECT FROM team_member AS m JOIN entry AS e USING (team_id)
                WHERE m.person_id = c.person_id AND e.country_code = w.nation) AS is_of_nation
      FROM candidate AS c JOIN wanted_team AS w USING (wanted_id)
     WHERE NOT EXISTS (SELECT FROM fitting_team AS f WHERE f.wanted_id = c.wanted_id)
), ranked AS (
    SELECT *, rank() OVER (PARTITION BY wanted_id, position ORDER BY is_of_nation DESC) AS place FROM known
)
SELECT wanted_id, position, min(person_id) AS person_id, count(*) AS choices
  FROM ranked WHERE place = 1 GROUP BY wanted_id, position;

-- A new name is one new person, whatever the teams in which it stands.
CREATE TEMP TABLE new_name ON COMMIT DROP AS
SELECT m.name, row_number() OVER (ORDER BY min(m.line), min(m.position)) AS n
  FROM wanted_member AS m
 WHERE NOT EXISTS (SELECT FROM candidate AS c WHERE c.wanted_id = m.wanted_id AND c.position = m.position)
 GROUP BY m.name;
