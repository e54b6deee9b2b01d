-- Takes the rejected rows out of the staged ones, each with the whole performance to which it belongs.

CREATE TEMP TABLE left_performance ON COMMIT DROP AS
SELECT p.performance_id FROM staged_performance AS p JOIN rejected AS r ON r.file = 'performances.csv' AND r.line = p.line
UNION
SELECT e.performance_id FROM staged_element AS e JOIN rejected AS r ON r.file = 'elements.csv' AND r.line = e.line
UNION
SELECT c.performance_id FROM staged_component AS c JOIN rejected AS r ON r.file = 'components.csv' AND r.line = c.line;

CREATE TEMP TABLE left_name ON COMMIT DROP AS
SELECT p.line, format('%s, %s %s %s, %s (performance_id %s)', p.name, p.level, p.discipline, p.segment, p.event, p.performance_id)
           AS description
  FROM staged_performance AS p JOIN left_performance AS l USING (performance_id);

DELETE FROM staged_performance AS p USING left_performance AS l WHERE l.performance_id = p.performance_id;
DELETE FROM staged_element AS e USING left_performance AS l WHERE l.performance_id = e.performance_id;
DELETE FROM staged_component AS c USING left_performance AS l WHERE l.performance_id = c.performance_id;
DELETE FROM staged_official AS o USING rejected AS r WHERE r.file = 'officials.csv' AND r.line = o.line;
