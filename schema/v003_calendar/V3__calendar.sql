-- When and where people skate: seasons, events, their categories and the segments of these.

CREATE TABLE season (
    start_year smallint NOT NULL,
    code text GENERATED ALWAYS AS (start_year::text || '/' || right((start_year + 1)::text, 2)) STORED NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    goe_limit smallint NOT NULL,
    CONSTRAINT season_pkey PRIMARY KEY (start_year),
    CONSTRAINT season_code_key UNIQUE (code),
    CONSTRAINT season_start_year_is_plausible CHECK (start_year BETWEEN 1890 AND 2100),
    CONSTRAINT season_starts_in_its_year CHECK (extract(year FROM starts_on) = start_year),
    CONSTRAINT season_ends_after_start CHECK (starts_on < ends_on),
    CONSTRAINT season_goe_limit_is_known CHECK (goe_limit IN (3, 5)),
    CONSTRAINT seasons_do_not_overlap EXCLUDE USING gist (daterange(starts_on, ends_on, '[]') WITH &&)
);
COMMENT ON TABLE season IS 'A season of the ISU: from 1 July to 30 June.';
COMMENT ON COLUMN season.start_year IS 'The year in which it begins.';
COMMENT ON COLUMN season.code IS 'As it is written: 2016/17.';
COMMENT ON COLUMN season.starts_on IS 'First day.';
COMMENT ON COLUMN season.ends_on IS 'Last day.';
COMMENT ON COLUMN season.goe_limit IS 'Grades of execution go from minus this to plus this: 3 to 2017/18, 5 since 2018/19.';
COMMENT ON CONSTRAINT season_start_year_is_plausible ON season IS 'a season begins between 1890 and 2100';
COMMENT ON CONSTRAINT season_starts_in_its_year ON season IS 'the first day of a season lies in its first year';
COMMENT ON CONSTRAINT season_ends_after_start ON season IS 'a season ends after it starts';
COMMENT ON CONSTRAINT season_goe_limit_is_known ON season IS 'grades of execution go to 3 or to 5';
COMMENT ON CONSTRAINT seasons_do_not_overlap ON season IS 'seasons do not overlap';

CREATE TABLE event (
    event_id bigint GENERATED ALWAYS AS IDENTITY,
    season smallint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL DEFAULT 'other',
    city text,
    country_code text,
    starts_on date,
    ends_on date,
    CONSTRAINT event_pkey PRIMARY KEY (event_id),
    CONSTRAINT event_season_fkey FOREIGN KEY (season) REFERENCES season,
    CONSTRAINT event_country_fkey FOREIGN KEY (country_code) REFERENCES country,
    CONSTRAINT event_name_is_unique_in_season UNIQUE (season, name),
    CONSTRAINT event_name_is_tidy CHECK (name = btrim(name) AND name <> ''),
    CONSTRAINT event_kind_is_known CHECK (kind IN (
        'olympic_games', 'championship', 'grand_prix', 'grand_prix_final', 'junior_grand_prix',
        'challenger', 'team_trophy', 'national', 'other')),
    CONSTRAINT event_dates_come_together CHECK ((starts_on IS NULL) = (ends_on IS NULL)),
    CONSTRAINT event_ends_after_start CHECK (starts_on <= ends_on)
);
COMMENT ON TABLE event IS 'A competition with all its categories.';
COMMENT ON COLUMN event.event_id IS 'Identity of the event.';
COMMENT ON COLUMN event.season IS 'Season to which its results count; a postponed event keeps it.';
COMMENT ON COLUMN event.name IS 'Name as published.';
COMMENT ON COLUMN event.kind IS
    'olympic_games, championship, grand_prix, grand_prix_final, junior_grand_prix, challenger, team_trophy, national or other.';
COMMENT ON COLUMN event.city IS 'Where it is held; NULL: not known.';
COMMENT ON COLUMN event.country_code IS 'Country in which it is held; NULL: not known.';
COMMENT ON COLUMN event.starts_on IS 'First day; NULL: not known.';
COMMENT ON COLUMN event.ends_on IS 'Last day; NULL: not known.';
COMMENT ON CONSTRAINT event_name_is_unique_in_season ON event IS 'an event of this name is recorded in this season already';
COMMENT ON CONSTRAINT event_name_is_tidy ON event IS 'the name of an event is not empty and has no space around it';
COMMENT ON CONSTRAINT event_kind_is_known ON event IS 'the kind of an event is not known';
COMMENT ON CONSTRAINT event_dates_come_together ON event IS 'an event has both dates or none';
COMMENT ON CONSTRAINT event_ends_after_start ON event IS 'an event does not end before it starts';

CREATE TABLE category (
    category_id bigint GENERATED ALWAYS AS IDENTITY,
    event_id bigint NOT NULL,
    level text NOT NULL,
    discipline text NOT NULL,
    team_event boolean NOT NULL DEFAULT false,
    CONSTRAINT category_pkey PRIMARY KEY (category_id),
    CONSTRAINT category_id_and_discipline UNIQUE (category_id, discipline),
    CONSTRAINT category_event_fkey FOREIGN KEY (event_id) REFERENCES event,
    CONSTRAINT category_is_unique_in_event UNIQUE (event_id, level, discipline, team_event),
    CONSTRAINT category_level_is_known CHECK (level IN (
        'senior', 'junior', 'novice', 'advanced_novice', 'intermediate_novice', 'basic_novice',
        'intermediate', 'juvenile', 'adult')),
    CONSTRAINT category_discipline_is_known CHECK (discipline IN ('men', 'women', 'pairs', 'ice_dance'))
);
COMMENT ON TABLE category IS 'One contest of an event: a discipline at a level, for individuals or within the team event.';
COMMENT ON COLUMN category.category_id IS 'Identity of the category.';
COMMENT ON COLUMN category.event_id IS 'The event.';
COMMENT ON COLUMN category.level IS
    'senior, junior, novice (advanced_, intermediate_, basic_ where told apart), intermediate, juvenile or adult.';
COMMENT ON COLUMN category.discipline IS 'men, women, pairs or ice_dance.';
COMMENT ON COLUMN category.team_event IS 'Whether it is a part of a team event; the same people may skate in both.';
COMMENT ON CONSTRAINT category_is_unique_in_event ON category IS 'an event has a discipline at a level once';
COMMENT ON CONSTRAINT category_level_is_known ON category IS
    'a level is senior, junior, novice, advanced_novice, intermediate_novice, basic_novice, intermediate, juvenile or adult';
COMMENT ON CONSTRAINT category_discipline_is_known ON category IS 'a discipline is men, women, pairs or ice_dance';

CREATE TABLE segment (
    segment_id bigint GENERATED ALWAYS AS IDENTITY,
    category_id bigint NOT NULL,
    discipline text NOT NULL,
    kind text NOT NULL,
    ordinal smallint NOT NULL DEFAULT 1,
    starts_at timestamptz,
    CONSTRAINT segment_pkey PRIMARY KEY (segment_id),
    CONSTRAINT segment_id_and_category UNIQUE (segment_id, category_id),
    CONSTRAINT segment_category_fkey FOREIGN KEY (category_id, discipline) REFERENCES category (category_id, discipline),
    CONSTRAINT segment_is_unique_in_category UNIQUE (category_id, kind, ordinal),
    CONSTRAINT segment_kind_is_known CHECK (kind IN ('short', 'free', 'original', 'compulsory')),
    CONSTRAINT segment_kind_fits_discipline CHECK (kind IN ('short', 'free') OR discipline = 'ice_dance'),
    CONSTRAINT segment_ordinal_is_positive CHECK (ordinal >= 1)
);
COMMENT ON TABLE segment IS 'A part of a category that is judged and ranked by itself.';
COMMENT ON COLUMN segment.segment_id IS 'Identity of the segment.';
COMMENT ON COLUMN segment.category_id IS 'The category.';
COMMENT ON COLUMN segment.discipline IS 'Discipline of the category, carried along so that it can be checked.';
COMMENT ON COLUMN segment.kind IS
    'short (also short dance and rhythm dance), free; ice dance to 2009/10 had original and compulsory dances.';
COMMENT ON COLUMN segment.ordinal IS 'Number among segments of its kind: two compulsory dances may be skated.';
COMMENT ON COLUMN segment.starts_at IS 'When it starts; NULL: not known.';
COMMENT ON CONSTRAINT segment_is_unique_in_category ON segment IS 'a category has a segment of a kind and number once';
COMMENT ON CONSTRAINT segment_kind_is_known ON segment IS 'a segment is short, free, original or compulsory';
COMMENT ON CONSTRAINT segment_kind_fits_discipline ON segment IS 'only ice dance has original and compulsory dances';
COMMENT ON CONSTRAINT segment_ordinal_is_positive ON segment IS 'segments are numbered from 1';

-- ISU Communication 2168: grades of execution from -5 to +5 since the season 2018/19.
INSERT INTO season (start_year, starts_on, ends_on, goe_limit)
SELECT y, make_date(y, 7, 1), make_date(y + 1, 6, 30), CASE WHEN y >= 2018 THEN 5 ELSE 3 END
  FROM generate_series(2003, 2030) AS y;
