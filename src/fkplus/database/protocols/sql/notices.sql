-- What the operator should know about a run that went well.
SELECT 'nation ' || string_agg(country_code, ', ' ORDER BY country_code) || ': not in the list of countries, made as unverified'
  FROM new_country HAVING count(*) > 0
UNION ALL
SELECT count(*) || ' segments have no row in officials.csv, their panels are not known'
  FROM resolved_segment AS s
 WHERE NOT EXISTS (SELECT FROM panel_seat AS p WHERE p.segment_id = s.segment_id) HAVING count(*) > 0
