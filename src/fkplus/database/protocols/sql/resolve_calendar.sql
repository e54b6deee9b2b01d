-- Countries, events, categories and segments of the staged performances: those missing are made, all are looked up.

CREATE TEMP TABLE new_country ON COMMIT DROP AS
SELECT DISTINCT nation AS country_code FROM typed_performance
 WHERE nation IS NOT NULL AND NOT EXISTS (SELECT FROM country WHERE country.country_code = nation);
INSERT INTO country (country_code, name_en, name_ru, standing)
SELECT country_code, country_code, country_code, 'unverified' FROM new_country ORDER BY country_code;

CREATE TEMP TABLE wanted_segment ON COMMIT DROP AS
SELECT season, event, level, discipline, team_event, segment, min(line) AS line
  FROM typed_performance GROUP BY season, event, level, discipline, team_event, segment;

-- The file does not tell the kind of an event; the name usually does.
INSERT INTO event (season, name, kind)
SELECT season, event, CASE
           WHEN event ~* 'olympic' THEN 'olympic_games'
           WHEN event ~* 'team trophy' THEN 'team_trophy'
           WHEN event ~* '(junior grand prix|\mjgp\M)' THEN 'junior_grand_prix'
           WHEN event ~* '(grand prix|\mgp\M)' AND event ~* '\mfinal\M' THEN 'grand_prix_final'
           WHEN event ~* '(grand prix|\mgp\M)' THEN 'grand_prix'
           WHEN event ~* 'challenger' THEN 'challenger'
           WHEN event ~* '(world|european|four continents).*championships' THEN 'championship'
           WHEN event ~* 'national' THEN 'national'
           ELSE 'other'
       END
  FROM wanted_segment AS w
 WHERE NOT EXISTS (SELECT FROM event WHERE event.season = w.season AND event.name = w.event)
 GROUP BY season, event ORDER BY min(line);

INSERT INTO category (event_id, level, discipline, team_event)
SELECT event.event_id, w.level, w.discipline, w.team_event
  FROM wanted_segment AS w JOIN event ON event.season = w.season AND event.name = w.event
 WHERE NOT EXISTS (SELECT FROM category AS c WHERE (c.event_id, c.level, c.discipline, c.team_event)
                                                 = (event.event_id, w.level, w.discipline, w.team_event))
 GROUP BY event.event_id, w.level, w.discipline, w.team_event ORDER BY min(w.line);

INSERT INTO segment (category_id, discipline, kind)
SELECT c.category_id, c.discipline, w.segment
  FROM wanted_segment AS w
  JOIN event ON event.season = w.season AND event.name = w.event
  JOIN category AS c ON (c.event_id, c.level, c.discipline, c.team_event)
                      = (event.event_id, w.level, w.discipline, w.team_event)
 WHERE NOT EXISTS (SELECT FROM segment AS s
                    WHERE s.category_id = c.category_id AND s.kind = w.segment AND s.ordinal = 1)
 ORDER BY w.line;

CREATE TEMP TABLE resolved_segment ON COMMIT DROP AS
SELECT w.*, event.event_id, c.category_id, s.segment_id
  FROM wanted_segment AS w
  JOIN event ON event.season = w.season AND event.name = w.event
  JOIN category AS c ON (c.event_id, c.level, c.discipline, c.team_event)
                      = (event.event_id, w.level, w.discipline, w.team_event)
  JOIN segment AS s ON s.category_id = c.category_id AND s.kind = w.segment AND s.ordinal = 1;
ANALYZE resolved_segment;
