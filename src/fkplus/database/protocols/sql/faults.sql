-- What the rules across a performance and its parts say about the new performances: file, line, reason.

SELECT CASE f.part WHEN 'element' THEN 'elements.csv' WHEN 'component' THEN 'components.csv' ELSE 'performances.csv' END,
       coalesce(e.line, c.line, n.line), f.fault || CASE
           WHEN e.line IS NOT NULL THEN format(' (marks "%s")', e.marks)
           WHEN c.line IS NOT NULL THEN format(' (marks "%s")', c.marks)
           ELSE '' END
  FROM performance_faults(ARRAY(SELECT performance_id FROM new_performance)) AS f
  JOIN new_performance AS n USING (performance_id)
  LEFT JOIN staged_element AS e ON f.part = 'element' AND e.performance_id = n.file_id AND e.no::smallint = f.no
  LEFT JOIN staged_component AS c ON f.part = 'component' AND c.performance_id = n.file_id AND c.no::smallint = f.no;
