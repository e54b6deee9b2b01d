-- Every line that the database would refuse by itself: file, line, reason.
SELECT part || 's.csv', refused.line, refused.reason
  FROM (SELECT 'performance' AS part, min(line) AS first, max(line) AS last FROM staged_performance
         UNION ALL SELECT 'element', min(line), max(line) FROM staged_element
         UNION ALL SELECT 'component', min(line), max(line) FROM staged_component
         UNION ALL SELECT 'official', min(line), max(line) FROM staged_official) AS files,
       LATERAL pg_temp.refused_lines(part, first, last) AS refused
 WHERE files.first IS NOT NULL
