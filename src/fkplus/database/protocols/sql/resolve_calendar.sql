-- Countries, events, categories and segments of the staged performances: those missing are made, all are looked up.

CREATE TEMP TABLE read_performance ON COMMIT DROP AS
SELECT *, dense_rank() OVER (ORDER BY season, event, level, discipline, team_event, segment, ordinal, dance) AS place_id
  FROM typed_performance;
ANALYZE read_performance;

CREATE TEMP TABLE new_country ON COMMIT DROP AS
SELECT DISTINCT nation AS country_code FROM read_performance
 WHERE nation IS NOT NULL AND NOT EXISTS (SELECT FROM country WHERE country.country_code = nation);
INSERT INTO country (country_code, name_en, name_ru, standing)
SELECT country_code, country_code, country_code, 'unverified' FROM new_country ORDER BY country_code;

CREATE TEMP TABLE wanted_segment ON COMMIT DROP AS
SELECT place_id, season, event, level, discipline, team_event, segment, ordinal, dance, min(line) AS line
  FROM read_performance GROUP BY place_id, season, event, level, discipline, team_event, segment, ordinal, dance;

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
           WHEN event ~* '\mnationals?\M' THEN 'national'
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

-- A segment is known by its number; where only the dance is named, by that, and a new dance gets the next number.
CREATE TEMP TABLE resolved_segment ON COMMIT DROP AS
SELECT w.place_id, w.season, w.event, w.level, w.discipline, w.team_event, w.segment, w.dance AS given_dance, w.line,
       event.event_id, c.category_id, NULL::bigint AS segment_id, NULL::text AS dance,
       CASE WHEN w.ordinal IS NOT NULL THEN w.ordinal
            WHEN w.dance IS NULL THEN 1
            ELSE (SELECT min(s.ordinal) FROM segment AS s
                   WHERE s.category_id = c.category_id AND s.kind = w.segment AND lower(s.dance) = lower(w.dance))
       END AS ordinal
  FROM wanted_segment AS w
  JOIN event ON event.season = w.season AND event.name = w.event
  JOIN category AS c ON (c.event_id, c.level, c.discipline, c.team_event)
                      = (event.event_id, w.level, w.discipline, w.team_event);
UPDATE resolved_segment AS r SET ordinal = numbered.ordinal
  FROM (SELECT place_id, dense_rank() OVER (PARTITION BY category_id, segment ORDER BY first_line)
               + greatest(coalesce((SELECT max(s.ordinal) FROM segment AS s
                                     WHERE s.category_id = u.category_id AND s.kind = u.segment), 0),
                          coalesce((SELECT max(o.ordinal) FROM resolved_segment AS o
                                     WHERE o.category_id = u.category_id AND o.segment = u.segment), 0)) AS ordinal
          FROM (SELECT *, min(line) OVER (PARTITION BY category_id, segment, lower(given_dance)) AS first_line
                  FROM resolved_segment WHERE ordinal IS NULL) AS u) AS numbered
 WHERE numbered.place_id = r.place_id;

INSERT INTO segment (category_id, discipline, kind, ordinal, dance)
SELECT category_id, discipline, segment, ordinal, (array_agg(given_dance ORDER BY line) FILTER (WHERE given_dance IS NOT NULL))[1]
  FROM resolved_segment AS r
 WHERE NOT EXISTS (SELECT FROM segment AS s
                    WHERE s.category_id = r.category_id AND s.kind = r.segment AND s.ordinal = r.ordinal)
 GROUP BY category_id, discipline, segment, ordinal ORDER BY min(line);
UPDATE segment AS s SET dance = r.given_dance
  FROM resolved_segment AS r
 WHERE (s.category_id, s.kind, s.ordinal) = (r.category_id, r.segment, r.ordinal)
   AND s.dance IS NULL AND r.given_dance IS NOT NULL;
UPDATE resolved_segment AS r SET segment_id = s.segment_id, dance = s.dance
  FROM segment AS s WHERE (s.category_id, s.kind, s.ordinal) = (r.category_id, r.segment, r.ordinal);
ANALYZE resolved_segment;
