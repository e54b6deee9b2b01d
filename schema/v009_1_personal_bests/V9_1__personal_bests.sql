-- The best of a team in its career and in each season, and the card of an athlete.

-- ISU rules count international competitions only. Sheets of both eras of grades are never compared: a plus five is worth
-- more than a plus three.
CREATE VIEW counting_score AS
SELECT e.team_id, c.discipline, c.level, s.kind AS segment_kind, season.goe_limit, event.season, p.tss,
       event.event_id, c.category_id, coalesce(s.starts_at::date, event.starts_on) AS skated_on
  FROM performance AS p
  JOIN segment AS s USING (segment_id)
  JOIN category AS c ON c.category_id = p.category_id
  JOIN event USING (event_id)
  JOIN season ON season.start_year = event.season
  JOIN entry AS e USING (entry_id)
 WHERE p.status = 'ok' AND e.status <> 'dsq' AND event.kind <> 'national' AND s.kind <> 'compulsory'
 UNION ALL
SELECT e.team_id, c.discipline, c.level, 'total', season.goe_limit, event.season, sum(p.tss)::points,
       event.event_id, c.category_id, coalesce(max(s.starts_at)::date, event.starts_on)
  FROM performance AS p
  JOIN segment AS s USING (segment_id)
  JOIN category AS c ON c.category_id = p.category_id AND NOT c.team_event
  JOIN event USING (event_id)
  JOIN season ON season.start_year = event.season
  JOIN entry AS e USING (entry_id)
 WHERE e.status = 'ok' AND event.kind <> 'national'
 GROUP BY e.entry_id, c.category_id, event.event_id, season.start_year
HAVING bool_and(p.status = 'ok') AND bool_or(s.kind = 'free') AND bool_or(s.kind <> 'free');
COMMENT ON VIEW counting_score IS 'Scores that count for bests: segments and totals of international events. Parts of team events give no total.';
COMMENT ON COLUMN counting_score.team_id IS 'The team.';
COMMENT ON COLUMN counting_score.discipline IS 'men, women, pairs or ice_dance.';
COMMENT ON COLUMN counting_score.level IS 'Level at which it was skated.';
COMMENT ON COLUMN counting_score.segment_kind IS 'short, free, original or total.';
COMMENT ON COLUMN counting_score.goe_limit IS 'Era of scoring: 3 to 2017/18, 5 since.';
COMMENT ON COLUMN counting_score.season IS 'Season, by the year in which it begins.';
COMMENT ON COLUMN counting_score.tss IS 'Points of the segment, or their sum.';
COMMENT ON COLUMN counting_score.event_id IS 'The event.';
COMMENT ON COLUMN counting_score.category_id IS 'The category.';
COMMENT ON COLUMN counting_score.skated_on IS 'Day of the segment, else the first of the event; NULL: not known.';

CREATE VIEW personal_best AS
SELECT DISTINCT ON (team_id, discipline, level, segment_kind, goe_limit)
       team_id, discipline, level, segment_kind, goe_limit, season, tss, event_id, category_id, skated_on
  FROM counting_score
 ORDER BY team_id, discipline, level, segment_kind, goe_limit, tss DESC, season, skated_on, category_id;
COMMENT ON VIEW personal_best IS 'The best score of each team by level, kind of segment and era; of equal ones the first.';
COMMENT ON COLUMN personal_best.team_id IS 'The team.';
COMMENT ON COLUMN personal_best.discipline IS 'men, women, pairs or ice_dance.';
COMMENT ON COLUMN personal_best.level IS 'Level at which it was skated.';
COMMENT ON COLUMN personal_best.segment_kind IS 'short, free, original or total.';
COMMENT ON COLUMN personal_best.goe_limit IS 'Era of scoring: 3 to 2017/18, 5 since.';
COMMENT ON COLUMN personal_best.season IS 'Season of the best.';
COMMENT ON COLUMN personal_best.tss IS 'Points of the segment, or their sum.';
COMMENT ON COLUMN personal_best.event_id IS 'Where it was skated.';
COMMENT ON COLUMN personal_best.category_id IS 'The category.';
COMMENT ON COLUMN personal_best.skated_on IS 'When; NULL: not known.';

CREATE VIEW season_best AS
SELECT DISTINCT ON (team_id, season, discipline, level, segment_kind)
       team_id, discipline, level, segment_kind, goe_limit, season, tss, event_id, category_id, skated_on
  FROM counting_score
 ORDER BY team_id, season, discipline, level, segment_kind, tss DESC, skated_on, category_id;
COMMENT ON VIEW season_best IS 'The best score of each team in each season by level and kind of segment; of equal ones the first.';
COMMENT ON COLUMN season_best.team_id IS 'The team.';
COMMENT ON COLUMN season_best.discipline IS 'men, women, pairs or ice_dance.';
COMMENT ON COLUMN season_best.level IS 'Level at which it was skated.';
COMMENT ON COLUMN season_best.segment_kind IS 'short, free, original or total.';
COMMENT ON COLUMN season_best.goe_limit IS 'Era of scoring: 3 to 2017/18, 5 since.';
COMMENT ON COLUMN season_best.season IS 'The season.';
COMMENT ON COLUMN season_best.tss IS 'Points of the segment, or their sum.';
COMMENT ON COLUMN season_best.event_id IS 'Where it was skated.';
COMMENT ON COLUMN season_best.category_id IS 'The category.';
COMMENT ON COLUMN season_best.skated_on IS 'When; NULL: not known.';

CREATE VIEW athlete_card AS
SELECT person.person_id, latin.full_name AS name_latin, cyrillic.full_name AS name_cyrillic, person.birth_date, person.sex,
       athlete.height_cm, athlete.hometown, athlete.retired_on, teams.listed AS teams, countries.codes AS country_codes,
       clubs.names AS clubs, coaches.names AS coaches, bests.listed AS personal_bests, season_bests.listed AS season_bests
  FROM person
  LEFT JOIN athlete USING (person_id)
  LEFT JOIN LATERAL (SELECT n.full_name FROM person_name AS n WHERE n.person_id = person.person_id AND n.script = 'latin'
                      ORDER BY n.is_primary DESC, n.person_name_id LIMIT 1) AS latin ON true
  LEFT JOIN LATERAL (SELECT n.full_name FROM person_name AS n WHERE n.person_id = person.person_id AND n.script = 'cyrillic'
                      ORDER BY n.is_primary DESC, n.person_name_id LIMIT 1) AS cyrillic ON true
 CROSS JOIN LATERAL (
     SELECT array_agg(m.team_id) AS ids, coalesce(jsonb_agg(jsonb_build_object(
                'team_id', m.team_id, 'kind', m.team_kind,
                'partner_id', (SELECT o.person_id FROM team_member AS o WHERE o.team_id = m.team_id AND o.person_id <> m.person_id),
                'partner', (SELECT n.full_name FROM team_member AS o JOIN person_name AS n USING (person_id)
                             WHERE o.team_id = m.team_id AND o.person_id <> m.person_id AND n.script = 'latin'
                             ORDER BY n.is_primary DESC, n.person_name_id LIMIT 1)) ORDER BY m.team_id), '[]') AS listed
       FROM team_member AS m WHERE m.person_id = person.person_id) AS teams
 CROSS JOIN LATERAL (
     -- Where nothing dated is known, the country of the last entry is.
     SELECT coalesce(
                (SELECT array_agg(DISTINCT t.country_code) FROM team_country AS t
                  WHERE t.team_id = ANY (teams.ids) AND t.during @> current_date),
                (SELECT array_agg(last.country_code) FROM (
                     SELECT e.country_code FROM entry AS e JOIN category USING (category_id) JOIN event USING (event_id)
                      WHERE e.team_id = ANY (teams.ids) AND e.country_code IS NOT NULL
                      ORDER BY event.season DESC, event.starts_on DESC NULLS LAST, e.entry_id DESC LIMIT 1) AS last),
                '{}') AS codes) AS countries
 CROSS JOIN LATERAL (
     SELECT coalesce(array_agg(DISTINCT club.name ORDER BY club.name), '{}') AS names FROM team_club AS t JOIN club USING (club_id)
      WHERE t.team_id = ANY (teams.ids) AND t.during @> current_date) AS clubs
 CROSS JOIN LATERAL (
     SELECT coalesce(array_agg(DISTINCT n.full_name ORDER BY n.full_name), '{}') AS names
       FROM team_coach AS t JOIN person_name AS n ON n.person_id = t.person_id AND n.script = 'latin' AND n.is_primary
      WHERE t.team_id = ANY (teams.ids) AND t.role = 'coach' AND t.during @> current_date) AS coaches
 CROSS JOIN LATERAL (
     SELECT coalesce(jsonb_agg(to_jsonb(b) ORDER BY b.team_id, b.level, b.goe_limit, b.segment_kind), '[]') AS listed
       FROM personal_best AS b WHERE b.team_id = ANY (teams.ids)) AS bests
 CROSS JOIN LATERAL (
     SELECT coalesce(jsonb_agg(to_jsonb(b) ORDER BY b.team_id, b.level, b.segment_kind), '[]') AS listed
       FROM season_best AS b
      WHERE b.team_id = ANY (teams.ids) AND b.season = (SELECT max(o.season) FROM season_best AS o WHERE o.team_id = ANY (teams.ids))
     ) AS season_bests
 WHERE teams.ids IS NOT NULL OR athlete.person_id IS NOT NULL;
COMMENT ON VIEW athlete_card IS 'What the page of an athlete shows; one row per person who is an athlete or a member of a team.';
COMMENT ON COLUMN athlete_card.person_id IS 'The athlete.';
COMMENT ON COLUMN athlete_card.name_latin IS 'Name in the latin script, the primary form.';
COMMENT ON COLUMN athlete_card.name_cyrillic IS 'Name in the cyrillic script, the primary form; NULL: not known.';
COMMENT ON COLUMN athlete_card.birth_date IS 'Date of birth; NULL: not known.';
COMMENT ON COLUMN athlete_card.sex IS 'female, male; NULL: not known.';
COMMENT ON COLUMN athlete_card.height_cm IS 'Height in centimetres.';
COMMENT ON COLUMN athlete_card.hometown IS 'Home town.';
COMMENT ON COLUMN athlete_card.retired_on IS 'When the athlete ended the career; NULL: active or not known.';
COMMENT ON COLUMN athlete_card.teams IS 'Teams as JSON: team_id, kind, partner_id and partner, NULL for a single.';
COMMENT ON COLUMN athlete_card.country_codes IS 'Countries of today, else that of the last entry.';
COMMENT ON COLUMN athlete_card.clubs IS 'Clubs of today.';
COMMENT ON COLUMN athlete_card.coaches IS 'Coaches of today.';
COMMENT ON COLUMN athlete_card.personal_bests IS 'Rows of personal_best as JSON.';
COMMENT ON COLUMN athlete_card.season_bests IS 'Rows of season_best as JSON, of the last season in which one of the teams skated.';
