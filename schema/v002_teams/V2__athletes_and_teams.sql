-- Who skates: athletes, clubs, teams of one or two, and the dated facts about them.

CREATE TABLE athlete (
    person_id bigint NOT NULL,
    height_cm smallint,
    hometown text,
    skating_since smallint,
    retired_on date,
    CONSTRAINT athlete_pkey PRIMARY KEY (person_id),
    CONSTRAINT athlete_person_fkey FOREIGN KEY (person_id) REFERENCES person ON DELETE CASCADE,
    CONSTRAINT athlete_height_is_plausible CHECK (height_cm BETWEEN 90 AND 230),
    CONSTRAINT athlete_skating_since_is_plausible CHECK (skating_since BETWEEN 1850 AND 2100)
);
COMMENT ON TABLE athlete IS 'Facts of a person as an athlete; who only coaches or judges has no row.';
COMMENT ON COLUMN athlete.person_id IS 'Whose facts they are.';
COMMENT ON COLUMN athlete.height_cm IS 'Height in centimetres.';
COMMENT ON COLUMN athlete.hometown IS 'Home town as the biography prints it.';
COMMENT ON COLUMN athlete.skating_since IS 'Year of the first steps on ice.';
COMMENT ON COLUMN athlete.retired_on IS 'When the athlete ended the career; NULL: active or not known.';
COMMENT ON CONSTRAINT athlete_height_is_plausible ON athlete IS 'a height lies between 90 and 230 centimetres';
COMMENT ON CONSTRAINT athlete_skating_since_is_plausible ON athlete IS 'the first year of skating lies between 1850 and 2100';

CREATE TABLE club (
    club_id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    city text,
    country_code text,
    CONSTRAINT club_pkey PRIMARY KEY (club_id),
    CONSTRAINT club_country_fkey FOREIGN KEY (country_code) REFERENCES country,
    CONSTRAINT club_is_recorded_once UNIQUE NULLS NOT DISTINCT (name, city, country_code),
    CONSTRAINT club_name_is_tidy CHECK (name = btrim(name) AND name <> '')
);
COMMENT ON TABLE club IS 'A club or school for which athletes skate.';
COMMENT ON COLUMN club.club_id IS 'Identity of the club.';
COMMENT ON COLUMN club.name IS 'Name of the club.';
COMMENT ON COLUMN club.city IS 'Where it is; NULL: not known.';
COMMENT ON COLUMN club.country_code IS 'Country of the club; NULL: not known.';
COMMENT ON CONSTRAINT club_is_recorded_once ON club IS 'a club of this name, city and country is recorded already';
COMMENT ON CONSTRAINT club_name_is_tidy ON club IS 'the name of a club is not empty and has no space around it';

CREATE TABLE team (
    team_id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    member_ids bigint[] NOT NULL,
    CONSTRAINT team_pkey PRIMARY KEY (team_id),
    CONSTRAINT team_id_and_kind UNIQUE (team_id, kind),
    CONSTRAINT team_members_are_one_team UNIQUE (kind, member_ids),
    CONSTRAINT team_kind_is_known CHECK (kind IN ('single', 'pair', 'couple')),
    CONSTRAINT team_size_fits_kind CHECK (
        CASE kind
            WHEN 'single' THEN cardinality(member_ids) = 1 AND member_ids[1] IS NOT NULL
            ELSE cardinality(member_ids) = 2 AND (member_ids[1] < member_ids[2]) IS TRUE
        END)
);
COMMENT ON TABLE team IS 'Who is judged together: a single skater, a pair or an ice-dance couple. A new partner makes a new team.';
COMMENT ON COLUMN team.team_id IS 'Identity of the team.';
COMMENT ON COLUMN team.kind IS 'single, pair or couple (ice dance).';
COMMENT ON COLUMN team.member_ids IS 'Its people in ascending order, so that the same people are one team; kept equal to team_member.';
COMMENT ON CONSTRAINT team_members_are_one_team ON team IS 'the same people are one team of a kind, not two';
COMMENT ON CONSTRAINT team_kind_is_known ON team IS 'a team is a single, a pair or a couple';
COMMENT ON CONSTRAINT team_size_fits_kind ON team IS 'a single has one member; a pair or a couple has two different members, in ascending order';

CREATE TABLE team_member (
    team_id bigint NOT NULL,
    team_kind text NOT NULL,
    position smallint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT team_member_pkey PRIMARY KEY (team_id, position),
    CONSTRAINT team_member_is_one_person UNIQUE (team_id, team_kind, person_id),
    CONSTRAINT team_member_team_fkey FOREIGN KEY (team_id, team_kind) REFERENCES team (team_id, kind) ON DELETE CASCADE,
    CONSTRAINT team_member_person_fkey FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT team_member_position_fits_kind
        CHECK (position BETWEEN 1 AND CASE team_kind WHEN 'single' THEN 1 ELSE 2 END)
);
COMMENT ON TABLE team_member IS 'The people of a team in the order in which they are announced.';
COMMENT ON COLUMN team_member.team_id IS 'The team.';
COMMENT ON COLUMN team_member.team_kind IS 'Kind of the team, carried along so that it can be checked.';
COMMENT ON COLUMN team_member.position IS '1 or 2, as announced (usually the woman first).';
COMMENT ON COLUMN team_member.person_id IS 'The member.';
COMMENT ON CONSTRAINT team_member_is_one_person ON team_member IS 'a person is a member of a team once';
COMMENT ON CONSTRAINT team_member_position_fits_kind ON team_member IS 'a single has one position; a pair or a couple has two';

CREATE FUNCTION check_team_members() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    checked_id bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.team_id ELSE NEW.team_id END;
    listed bigint[];
    present bigint[];
BEGIN
    SELECT team.member_ids,
           ARRAY(SELECT person_id FROM public.team_member AS m WHERE m.team_id = checked_id ORDER BY person_id)
      INTO listed, present
      FROM public.team WHERE team.team_id = checked_id;
    IF FOUND AND listed <> present THEN
        RAISE EXCEPTION 'team % lists the people % and has the members %', checked_id, listed, present
            USING ERRCODE = 'check_violation', SCHEMA = 'public', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION check_team_members() IS 'Refuses at commit a team whose members are not those of member_ids.';
CREATE CONSTRAINT TRIGGER team_has_its_members AFTER INSERT OR UPDATE ON team
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_team_members();
CREATE CONSTRAINT TRIGGER team_member_is_listed AFTER INSERT OR UPDATE OR DELETE ON team_member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_team_members();
COMMENT ON TRIGGER team_has_its_members ON team IS 'a team has exactly the members that it lists';
COMMENT ON TRIGGER team_member_is_listed ON team_member IS 'a team has exactly the members that it lists';

CREATE FUNCTION refuse_team_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    RAISE EXCEPTION 'the team of a member does not change: delete the row and add another'
        USING ERRCODE = 'check_violation', SCHEMA = 'public', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$function$;
COMMENT ON FUNCTION refuse_team_change() IS 'Keeps check_team_members right: it looks at one team per changed row.';
CREATE TRIGGER team_member_keeps_its_team BEFORE UPDATE OF team_id ON team_member
    FOR EACH ROW WHEN (OLD.team_id <> NEW.team_id) EXECUTE FUNCTION refuse_team_change();
COMMENT ON TRIGGER team_member_keeps_its_team ON team_member IS 'a member is not moved from one team to another';

CREATE TABLE membership_period (
    membership_period_id bigint GENERATED ALWAYS AS IDENTITY,
    team_id bigint NOT NULL,
    team_kind text NOT NULL,
    person_id bigint NOT NULL,
    during daterange NOT NULL,
    CONSTRAINT membership_period_pkey PRIMARY KEY (membership_period_id),
    CONSTRAINT membership_period_member_fkey FOREIGN KEY (team_id, team_kind, person_id)
        REFERENCES team_member (team_id, team_kind, person_id) ON DELETE CASCADE,
    CONSTRAINT membership_period_is_not_empty CHECK (NOT isempty(during)),
    CONSTRAINT membership_period_one_team_at_a_time
        EXCLUDE USING gist (person_id WITH =, team_kind WITH =, during WITH &&)
);
COMMENT ON TABLE membership_period IS 'When a person skated in a team; a team may part and meet again. Missing: not known.';
COMMENT ON COLUMN membership_period.membership_period_id IS 'Identity of the period.';
COMMENT ON COLUMN membership_period.team_id IS 'The team.';
COMMENT ON COLUMN membership_period.team_kind IS 'Kind of the team, carried along so that it can be checked.';
COMMENT ON COLUMN membership_period.person_id IS 'The member.';
COMMENT ON COLUMN membership_period.during IS 'The days of membership; an open end means that it lasts.';
COMMENT ON CONSTRAINT membership_period_is_not_empty ON membership_period IS 'a membership lasts at least a day';
COMMENT ON CONSTRAINT membership_period_one_team_at_a_time ON membership_period IS
    'a person skates in one team of a kind at a time';

CREATE TABLE team_country (
    team_country_id bigint GENERATED ALWAYS AS IDENTITY,
    team_id bigint NOT NULL,
    country_code text NOT NULL,
    during daterange NOT NULL,
    CONSTRAINT team_country_pkey PRIMARY KEY (team_country_id),
    CONSTRAINT team_country_team_fkey FOREIGN KEY (team_id) REFERENCES team ON DELETE CASCADE,
    CONSTRAINT team_country_country_fkey FOREIGN KEY (country_code) REFERENCES country,
    CONSTRAINT team_country_is_not_empty CHECK (NOT isempty(during)),
    CONSTRAINT team_country_one_at_a_time EXCLUDE USING gist (team_id WITH =, during WITH &&)
);
COMMENT ON TABLE team_country IS 'For which country a team skates, and when. The country at an event stands in entry.';
COMMENT ON COLUMN team_country.team_country_id IS 'Identity of the period.';
COMMENT ON COLUMN team_country.team_id IS 'The team.';
COMMENT ON COLUMN team_country.country_code IS 'The country.';
COMMENT ON COLUMN team_country.during IS 'The days in which it skates for the country.';
COMMENT ON CONSTRAINT team_country_is_not_empty ON team_country IS 'a period lasts at least a day';
COMMENT ON CONSTRAINT team_country_one_at_a_time ON team_country IS 'a team skates for one country at a time';

CREATE TABLE team_club (
    team_club_id bigint GENERATED ALWAYS AS IDENTITY,
    team_id bigint NOT NULL,
    club_id bigint NOT NULL,
    during daterange NOT NULL,
    CONSTRAINT team_club_pkey PRIMARY KEY (team_club_id),
    CONSTRAINT team_club_team_fkey FOREIGN KEY (team_id) REFERENCES team ON DELETE CASCADE,
    CONSTRAINT team_club_club_fkey FOREIGN KEY (club_id) REFERENCES club,
    CONSTRAINT team_club_is_not_empty CHECK (NOT isempty(during)),
    CONSTRAINT team_club_is_said_once EXCLUDE USING gist (team_id WITH =, club_id WITH =, during WITH &&)
);
COMMENT ON TABLE team_club IS 'For which clubs a team skates, and when; partners may belong to two.';
COMMENT ON COLUMN team_club.team_club_id IS 'Identity of the period.';
COMMENT ON COLUMN team_club.team_id IS 'The team.';
COMMENT ON COLUMN team_club.club_id IS 'The club.';
COMMENT ON COLUMN team_club.during IS 'The days of it.';
COMMENT ON CONSTRAINT team_club_is_not_empty ON team_club IS 'a period lasts at least a day';
COMMENT ON CONSTRAINT team_club_is_said_once ON team_club IS 'periods of a team in the same club do not overlap';

CREATE TABLE team_coach (
    team_coach_id bigint GENERATED ALWAYS AS IDENTITY,
    team_id bigint NOT NULL,
    person_id bigint NOT NULL,
    role text NOT NULL DEFAULT 'coach',
    during daterange NOT NULL,
    CONSTRAINT team_coach_pkey PRIMARY KEY (team_coach_id),
    CONSTRAINT team_coach_team_fkey FOREIGN KEY (team_id) REFERENCES team ON DELETE CASCADE,
    CONSTRAINT team_coach_person_fkey FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT team_coach_role_is_known CHECK (role IN ('coach', 'choreographer')),
    CONSTRAINT team_coach_is_not_empty CHECK (NOT isempty(during)),
    CONSTRAINT team_coach_is_said_once
        EXCLUDE USING gist (team_id WITH =, person_id WITH =, role WITH =, during WITH &&)
);
COMMENT ON TABLE team_coach IS 'Who trains a team or makes its programmes, and when; several at a time are usual.';
COMMENT ON COLUMN team_coach.team_coach_id IS 'Identity of the period.';
COMMENT ON COLUMN team_coach.team_id IS 'The team.';
COMMENT ON COLUMN team_coach.person_id IS 'The coach or choreographer.';
COMMENT ON COLUMN team_coach.role IS 'coach or choreographer.';
COMMENT ON COLUMN team_coach.during IS 'The days of it.';
COMMENT ON CONSTRAINT team_coach_role_is_known ON team_coach IS 'the role is coach or choreographer';
COMMENT ON CONSTRAINT team_coach_is_not_empty ON team_coach IS 'a period lasts at least a day';
COMMENT ON CONSTRAINT team_coach_is_said_once ON team_coach IS 'periods of a team with the same person in the same role do not overlap';
