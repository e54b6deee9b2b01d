-- Teams and entries of the staged performances, and which performances are stored already.

UPDATE wanted_member AS m SET person_id = coalesce(fit.person_id, made.person_id)
  FROM wanted_member AS same
  LEFT JOIN fitting_person AS fit ON (fit.wanted_id, fit.position, fit.choices) = (same.wanted_id, same.position, 1)
  LEFT JOIN made_person AS made ON made.name = same.name
 WHERE (same.wanted_id, same.position) = (m.wanted_id, m.position);

CREATE TEMP TABLE grouped_team ON COMMIT DROP AS
SELECT m.wanted_id, m.team_kind, min(m.line) AS line, array_agg(m.person_id ORDER BY m.person_id) AS member_ids,
       array_agg(m.person_id ORDER BY m.position) AS announced_ids
  FROM wanted_member AS m
 WHERE NOT EXISTS (SELECT FROM fitting_team AS f WHERE f.wanted_id = m.wanted_id)
 GROUP BY m.wanted_id, m.team_kind
HAVING bool_and(m.person_id IS NOT NULL);

-- Two spellings may lead to the same people, hence DISTINCT; the first line gives the order of announcement.
CREATE TEMP TABLE made_team ON COMMIT DROP AS
SELECT DISTINCT ON (team_kind, member_ids) team_kind, member_ids, announced_ids, line
  FROM grouped_team AS g
 WHERE NOT EXISTS (SELECT FROM team AS t WHERE t.kind = g.team_kind AND t.member_ids = g.member_ids)
 ORDER BY team_kind, member_ids, line;
INSERT INTO team (kind, member_ids) SELECT team_kind, member_ids FROM made_team ORDER BY line;
INSERT INTO team_member (team_id, team_kind, position, person_id)
SELECT t.team_id, t.kind, member.position, member.person_id
  FROM made_team AS made
  JOIN team AS t ON t.kind = made.team_kind AND t.member_ids = made.member_ids,
       unnest(made.announced_ids) WITH ORDINALITY AS member (person_id, position);

CREATE TEMP TABLE resolved_team ON COMMIT DROP AS
SELECT wanted_id, team_id FROM fitting_team WHERE choices = 1
 UNION ALL
SELECT g.wanted_id, t.team_id
  FROM grouped_team AS g JOIN team AS t ON t.kind = g.team_kind AND t.member_ids = g.member_ids;
ANALYZE resolved_team;

INSERT INTO entry (category_id, discipline, team_id, team_kind, country_code, published_name)
SELECT category_id, discipline, team_id, team_kind,
       (array_agg(nation ORDER BY line))[1], (array_agg(name ORDER BY line))[1]
  FROM wanted_entry AS w JOIN resolved_team AS t USING (wanted_id)
 WHERE NOT EXISTS (SELECT FROM entry AS e WHERE e.category_id = w.category_id AND e.team_id = t.team_id)
 GROUP BY category_id, discipline, team_id, team_kind ORDER BY min(line);

CREATE TEMP TABLE resolved_performance ON COMMIT DROP AS
SELECT w.line, w.file_id, w.segment_id, w.category_id, e.entry_id, w.nation, e.country_code AS entry_nation,
       w.status, stored.performance_id AS stored_id
  FROM wanted_entry AS w
  JOIN resolved_team USING (wanted_id)
  JOIN entry AS e USING (category_id, team_id)
  LEFT JOIN performance AS stored ON stored.segment_id = w.segment_id AND stored.entry_id = e.entry_id;
ANALYZE resolved_performance;
