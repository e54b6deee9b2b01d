-- Rows that can't be told apart or belong to nothing, and rows that the reader could not split: file, line, reason.

SELECT 'performances.csv', line, misread FROM staged_performance WHERE misread IS NOT NULL
UNION ALL
SELECT 'elements.csv', line, misread FROM staged_element WHERE misread IS NOT NULL
UNION ALL
SELECT 'components.csv', line, misread FROM staged_component WHERE misread IS NOT NULL
UNION ALL
SELECT 'officials.csv', line, misread FROM staged_official WHERE misread IS NOT NULL
UNION ALL
SELECT 'performances.csv', line, format('performance_id "%s" stands on line %s already', performance_id, first_line)
  FROM (SELECT line, performance_id, misread, min(line) OVER (PARTITION BY performance_id) AS first_line
          FROM staged_performance) AS numbered
 WHERE line <> first_line AND misread IS NULL
UNION ALL
SELECT 'elements.csv', line, format('performance_id "%s" is not in performances.csv', performance_id)
  FROM staged_element AS e
 WHERE misread IS NULL
   AND NOT EXISTS (SELECT FROM staged_performance AS p WHERE p.performance_id = e.performance_id)
UNION ALL
SELECT 'components.csv', line, format('performance_id "%s" is not in performances.csv', performance_id)
  FROM staged_component AS c
 WHERE misread IS NULL
   AND NOT EXISTS (SELECT FROM staged_performance AS p WHERE p.performance_id = c.performance_id);
