-- What the operator should know about a run that went well.
SELECT 'nation ' || string_agg(country_code, ', ' ORDER BY country_code) || ': not in the list of countries, made as unverified'
  FROM new_country HAVING count(*) > 0
UNION ALL
SELECT count(*) || ' segments have no row in officials.csv, their panels are not known'
  FROM resolved_segment AS s
 WHERE NOT EXISTS (SELECT FROM panel_seat AS p WHERE p.segment_id = s.segment_id) HAVING count(*) > 0
UNION ALL
-- A name is all that tells people apart, so another spelling makes another person. Said, not refused: a coincidence is possible.
(SELECT format('performances.csv:%s: "%s" has starting number, nation and scores of "%s" in this segment; '
               'one skate under two spellings? see docs/protocol-csv.md', w.line, e.published_name, o.published_name)
   FROM resolved_performance AS w
   JOIN performance AS p USING (segment_id, entry_id)
   JOIN entry AS e USING (entry_id)
   JOIN performance AS other ON other.segment_id = p.segment_id AND other.performance_id < p.performance_id
        AND (other.start_no, other.tss, other.tes, other.pcs) = (p.start_no, p.tss, p.tes, p.pcs)
   JOIN entry AS o ON o.entry_id = other.entry_id AND o.country_code = e.country_code
  WHERE w.stored_id IS NULL
  ORDER BY w.line LIMIT 10)
