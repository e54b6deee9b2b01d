-- Who exists: countries, people with their names in two scripts, and the accounts of the network's users.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE SCHEMA private;
COMMENT ON SCHEMA private IS 'What only the application may read: credentials and other secrets. Analysts have no access.';

CREATE TABLE country (
    country_code text NOT NULL,
    name_en text NOT NULL,
    name_ru text NOT NULL,
    standing text NOT NULL DEFAULT 'current',
    CONSTRAINT country_pkey PRIMARY KEY (country_code),
    CONSTRAINT country_code_is_three_letters CHECK (country_code ~ '^[A-Z]{3}$'),
    CONSTRAINT country_is_not_isu CHECK (country_code <> 'ISU'),
    CONSTRAINT country_name_is_not_blank CHECK (btrim(name_en) <> '' AND btrim(name_ru) <> ''),
    CONSTRAINT country_standing_is_known CHECK (standing IN ('current', 'historic', 'neutral', 'unverified'))
);
COMMENT ON TABLE country IS 'A country or neutral delegation under which people skate or judge.';
COMMENT ON COLUMN country.country_code IS 'Three-letter code as the ISU and the IOC print it (SUI, not CHE).';
COMMENT ON COLUMN country.name_en IS 'Name in English.';
COMMENT ON COLUMN country.name_ru IS 'Name in Russian.';
COMMENT ON COLUMN country.standing IS
    'current; historic: a code no longer given; neutral: skaters without a flag; unverified: met in an import, not yet named.';
COMMENT ON CONSTRAINT country_code_is_three_letters ON country IS 'a nation is a code of three capital letters';
COMMENT ON CONSTRAINT country_is_not_isu ON country IS 'ISU is a pseudo-nation of officials: nobody skates for it';
COMMENT ON CONSTRAINT country_name_is_not_blank ON country IS 'a country has a name in English and in Russian';
COMMENT ON CONSTRAINT country_standing_is_known ON country IS 'the standing of a country is current, historic, neutral or unverified';

CREATE TABLE person (
    person_id bigint GENERATED ALWAYS AS IDENTITY,
    sex text,
    birth_date date,
    CONSTRAINT person_pkey PRIMARY KEY (person_id),
    CONSTRAINT person_sex_is_known CHECK (sex IN ('female', 'male')),
    CONSTRAINT person_birth_date_is_plausible CHECK (birth_date BETWEEN '1850-01-01' AND '2100-01-01')
);
COMMENT ON TABLE person IS 'A real person of the sport: athlete, coach, choreographer or official. Users of the network are accounts.';
COMMENT ON COLUMN person.person_id IS 'Identity of the person; names are no identity.';
COMMENT ON COLUMN person.sex IS 'female, male; NULL: not known.';
COMMENT ON COLUMN person.birth_date IS 'Date of birth; NULL: not known.';
COMMENT ON CONSTRAINT person_sex_is_known ON person IS 'the sex of a person is female or male, or left empty';
COMMENT ON CONSTRAINT person_birth_date_is_plausible ON person IS 'a birth date lies between 1850 and 2100';

CREATE TABLE person_name (
    person_name_id bigint GENERATED ALWAYS AS IDENTITY,
    person_id bigint NOT NULL,
    script text NOT NULL,
    kind text NOT NULL DEFAULT 'published',
    full_name text NOT NULL,
    given_name text,
    family_name text,
    valid_during daterange NOT NULL DEFAULT '(,)',
    is_primary boolean NOT NULL DEFAULT false,
    CONSTRAINT person_name_pkey PRIMARY KEY (person_name_id),
    CONSTRAINT person_name_person_fkey FOREIGN KEY (person_id) REFERENCES person ON DELETE CASCADE,
    CONSTRAINT person_name_is_said_once UNIQUE (person_id, script, full_name),
    CONSTRAINT person_name_script_is_known CHECK (script IN ('latin', 'cyrillic')),
    CONSTRAINT person_name_kind_is_known
        CHECK (kind IN ('published', 'official', 'transliteration', 'maiden', 'nickname')),
    CONSTRAINT person_name_is_tidy CHECK (full_name = btrim(full_name) AND full_name <> ''),
    CONSTRAINT person_name_holds_one_person CHECK (strpos(full_name, ' / ') = 0),
    CONSTRAINT person_name_valid_is_not_empty CHECK (NOT isempty(valid_during))
);
-- Namesakes exist, so names are unique for one person only, and one of each script is shown first.
CREATE UNIQUE INDEX person_name_one_primary ON person_name (person_id, script) WHERE is_primary;
COMMENT ON INDEX person_name_one_primary IS 'a person has one primary name in each script';
COMMENT ON TABLE person_name IS 'Every form in which a person''s name is written. Different people may share a name.';
COMMENT ON COLUMN person_name.person_name_id IS 'Identity of this form of the name.';
COMMENT ON COLUMN person_name.person_id IS 'Whose name it is.';
COMMENT ON COLUMN person_name.script IS 'latin or cyrillic.';
COMMENT ON COLUMN person_name.kind IS 'published: as a protocol prints it; official, transliteration, maiden or nickname.';
COMMENT ON COLUMN person_name.full_name IS 'The name as printed, surname in capitals where the source does so.';
COMMENT ON COLUMN person_name.given_name IS 'Given names; NULL where the source does not tell them apart.';
COMMENT ON COLUMN person_name.family_name IS 'Family name; NULL where the source does not tell it apart.';
COMMENT ON COLUMN person_name.valid_during IS 'When the name was borne; unbounded where not known.';
COMMENT ON COLUMN person_name.is_primary IS 'The form shown first in its script.';
COMMENT ON CONSTRAINT person_name_is_said_once ON person_name IS 'the same form of a name is recorded once for a person';
COMMENT ON CONSTRAINT person_name_script_is_known ON person_name IS 'a name is written in the latin or the cyrillic script';
COMMENT ON CONSTRAINT person_name_kind_is_known ON person_name IS
    'a name is published, official, a transliteration, a maiden name or a nickname';
COMMENT ON CONSTRAINT person_name_is_tidy ON person_name IS 'a name is not empty and has no space before or after it';
COMMENT ON CONSTRAINT person_name_holds_one_person ON person_name IS 'a name of one person does not hold " / ", which joins two partners';
COMMENT ON CONSTRAINT person_name_valid_is_not_empty ON person_name IS 'the time in which a name was borne is not empty';

CREATE TABLE account (
    account_id bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL,
    display_name text NOT NULL,
    locale text NOT NULL DEFAULT 'ru',
    time_zone text NOT NULL DEFAULT 'Europe/Moscow',
    country_code text,
    status text NOT NULL DEFAULT 'active',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT account_pkey PRIMARY KEY (account_id),
    CONSTRAINT account_country_fkey FOREIGN KEY (country_code) REFERENCES country,
    CONSTRAINT account_handle_is_plain CHECK (handle ~ '^[A-Za-z0-9_]{3,30}$'),
    CONSTRAINT account_display_name_is_tidy
        CHECK (display_name = btrim(display_name) AND char_length(display_name) BETWEEN 1 AND 60),
    CONSTRAINT account_locale_is_known_form CHECK (locale ~ '^[a-z]{2}(-[A-Z]{2})?$'),
    CONSTRAINT account_time_zone_is_named
        CHECK (time_zone ~ '^(UTC|[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)+)$'
               AND (timestamptz '2020-01-01 00:00+00' AT TIME ZONE time_zone) IS NOT NULL),
    CONSTRAINT account_status_is_known CHECK (status IN ('active', 'suspended', 'deleted'))
);
CREATE UNIQUE INDEX account_handle_key ON account (lower(handle));
COMMENT ON INDEX account_handle_key IS 'handles are unique, whatever the case of their letters';
COMMENT ON TABLE account IS 'A user of the network.';
COMMENT ON COLUMN account.account_id IS 'Identity of the account.';
COMMENT ON COLUMN account.handle IS 'Short public name, unique without regard to case.';
COMMENT ON COLUMN account.display_name IS 'Name shown to others; any letters, emoji included.';
COMMENT ON COLUMN account.locale IS 'Language of the interface: ru, en, pt-BR ...';
COMMENT ON COLUMN account.time_zone IS 'Time zone by its IANA name, Europe/Moscow for instance.';
COMMENT ON COLUMN account.country_code IS 'Country the user names; NULL: not told.';
COMMENT ON COLUMN account.status IS 'active, suspended (by moderation) or deleted (kept for what it wrote).';
COMMENT ON COLUMN account.created_at IS 'When the account was made.';
COMMENT ON CONSTRAINT account_handle_is_plain ON account IS 'a handle has 3 to 30 latin letters, digits or underscores';
COMMENT ON CONSTRAINT account_display_name_is_tidy ON account IS 'a display name has 1 to 60 characters and no space around it';
COMMENT ON CONSTRAINT account_locale_is_known_form ON account IS 'a locale looks like ru or pt-BR';
COMMENT ON CONSTRAINT account_time_zone_is_named ON account IS 'a time zone is an IANA name that PostgreSQL knows';
COMMENT ON CONSTRAINT account_status_is_known ON account IS 'an account is active, suspended or deleted';

CREATE TABLE account_profile (
    account_id bigint NOT NULL,
    about text,
    city text,
    website text,
    avatar_url text,
    visibility text NOT NULL DEFAULT 'public',
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT account_profile_pkey PRIMARY KEY (account_id),
    CONSTRAINT account_profile_account_fkey FOREIGN KEY (account_id) REFERENCES account ON DELETE CASCADE,
    CONSTRAINT account_profile_about_fits CHECK (char_length(about) <= 1000),
    CONSTRAINT account_profile_city_fits CHECK (char_length(city) BETWEEN 1 AND 100),
    CONSTRAINT account_profile_urls_are_web
        CHECK (website ~ '^https?://[^[:space:]]+$' AND avatar_url ~ '^https?://[^[:space:]]+$'),
    CONSTRAINT account_profile_visibility_is_known CHECK (visibility IN ('public', 'followers', 'nobody'))
);
COMMENT ON TABLE account_profile IS 'What a user tells about themselves; an account may have none.';
COMMENT ON COLUMN account_profile.account_id IS 'Whose profile it is.';
COMMENT ON COLUMN account_profile.about IS 'Free text, at most 1,000 characters.';
COMMENT ON COLUMN account_profile.city IS 'Where the user says they live.';
COMMENT ON COLUMN account_profile.website IS 'A web address.';
COMMENT ON COLUMN account_profile.avatar_url IS 'Web address of the picture.';
COMMENT ON COLUMN account_profile.visibility IS 'Who sees the profile: public, followers or nobody.';
COMMENT ON COLUMN account_profile.updated_at IS 'When it was last edited.';
COMMENT ON CONSTRAINT account_profile_about_fits ON account_profile IS 'the text about oneself has at most 1,000 characters';
COMMENT ON CONSTRAINT account_profile_city_fits ON account_profile IS 'a city has 1 to 100 characters';
COMMENT ON CONSTRAINT account_profile_urls_are_web ON account_profile IS 'web addresses begin with http:// or https://';
COMMENT ON CONSTRAINT account_profile_visibility_is_known ON account_profile IS 'a profile is for public, followers or nobody';

CREATE TABLE private.account_credential (
    account_id bigint NOT NULL,
    email text NOT NULL,
    email_verified_at timestamptz,
    password_hash text NOT NULL,
    password_changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT account_credential_pkey PRIMARY KEY (account_id),
    CONSTRAINT account_credential_account_fkey
        FOREIGN KEY (account_id) REFERENCES public.account ON DELETE CASCADE,
    CONSTRAINT account_credential_email_is_address
        CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:].]+$' AND char_length(email) <= 254),
    -- The modular crypt formats of argon2id, bcrypt and scrypt: a plain password can't pass for one.
    CONSTRAINT account_credential_password_is_hashed CHECK (
        password_hash ~ '^[$]argon2id[$]v=[0-9]+[$]m=[0-9]+,t=[0-9]+,p=[0-9]+[$][A-Za-z0-9+/]{11,}[$][A-Za-z0-9+/]{22,}$'
        OR password_hash ~ '^[$]2[aby][$][0-9]{2}[$][./A-Za-z0-9]{53}$'
        OR password_hash ~ '^[$]scrypt[$]ln=[0-9]+,r=[0-9]+,p=[0-9]+[$][A-Za-z0-9+/.]{11,}[$][A-Za-z0-9+/.]{22,}$')
);
CREATE UNIQUE INDEX account_credential_email_key ON private.account_credential (lower(email));
COMMENT ON INDEX private.account_credential_email_key IS 'an e-mail address belongs to one account, whatever the case of its letters';
COMMENT ON TABLE private.account_credential IS 'How an account signs in; a deleted account has no row.';
COMMENT ON COLUMN private.account_credential.account_id IS 'Whose credential it is.';
COMMENT ON COLUMN private.account_credential.email IS 'E-mail address, unique without regard to case.';
COMMENT ON COLUMN private.account_credential.email_verified_at IS 'When the address was confirmed; NULL: not yet.';
COMMENT ON COLUMN private.account_credential.password_hash IS 'argon2id, scrypt or bcrypt hash; never a password.';
COMMENT ON COLUMN private.account_credential.password_changed_at IS 'When the password was last set.';
COMMENT ON CONSTRAINT account_credential_email_is_address ON private.account_credential IS 'an e-mail address looks like name@domain.tld';
COMMENT ON CONSTRAINT account_credential_password_is_hashed ON private.account_credential IS
    'a password is stored as an argon2id, scrypt or bcrypt hash only';

INSERT INTO country (country_code, name_en, name_ru) VALUES
    ('AFG', 'Afghanistan', 'Афганистан'), ('ALB', 'Albania', 'Албания'), ('ALG', 'Algeria', 'Алжир'),
    ('AND', 'Andorra', 'Андорра'), ('ARG', 'Argentina', 'Аргентина'), ('ARM', 'Armenia', 'Армения'),
    ('AUS', 'Australia', 'Австралия'), ('AUT', 'Austria', 'Австрия'), ('AZE', 'Azerbaijan', 'Азербайджан'),
    ('BAN', 'Bangladesh', 'Бангладеш'), ('BEL', 'Belgium', 'Бельгия'), ('BIH', 'Bosnia and Herzegovina', 'Босния и Герцеговина'),
    ('BLR', 'Belarus', 'Белоруссия'), ('BOL', 'Bolivia', 'Боливия'), ('BRA', 'Brazil', 'Бразилия'),
    ('BRN', 'Bahrain', 'Бахрейн'), ('BUL', 'Bulgaria', 'Болгария'), ('CAM', 'Cambodia', 'Камбоджа'),
    ('CAN', 'Canada', 'Канада'), ('CHI', 'Chile', 'Чили'), ('CHN', 'China', 'Китай'), ('COL', 'Colombia', 'Колумбия'),
    ('CRC', 'Costa Rica', 'Коста-Рика'), ('CRO', 'Croatia', 'Хорватия'), ('CUB', 'Cuba', 'Куба'), ('CYP', 'Cyprus', 'Кипр'),
    ('CZE', 'Czech Republic', 'Чехия'), ('DEN', 'Denmark', 'Дания'), ('DOM', 'Dominican Republic', 'Доминиканская Республика'),
    ('ECU', 'Ecuador', 'Эквадор'), ('EGY', 'Egypt', 'Египет'), ('ESP', 'Spain', 'Испания'), ('EST', 'Estonia', 'Эстония'),
    ('FIN', 'Finland', 'Финляндия'), ('FRA', 'France', 'Франция'), ('GBR', 'Great Britain', 'Великобритания'),
    ('GEO', 'Georgia', 'Грузия'), ('GER', 'Germany', 'Германия'), ('GRE', 'Greece', 'Греция'), ('GRN', 'Grenada', 'Гренада'),
    ('HKG', 'Hong Kong, China', 'Гонконг'), ('HUN', 'Hungary', 'Венгрия'), ('INA', 'Indonesia', 'Индонезия'),
    ('IND', 'India', 'Индия'), ('IRI', 'Iran', 'Иран'), ('IRL', 'Ireland', 'Ирландия'), ('ISL', 'Iceland', 'Исландия'),
    ('ISR', 'Israel', 'Израиль'), ('ITA', 'Italy', 'Италия'), ('JAM', 'Jamaica', 'Ямайка'), ('JPN', 'Japan', 'Япония'),
    ('KAZ', 'Kazakhstan', 'Казахстан'), ('KEN', 'Kenya', 'Кения'), ('KGZ', 'Kyrgyzstan', 'Киргизия'), ('KOR', 'South Korea', 'Республика Корея'),
    ('KOS', 'Kosovo', 'Косово'), ('KSA', 'Saudi Arabia', 'Саудовская Аравия'), ('KUW', 'Kuwait', 'Кувейт'), ('LAT', 'Latvia', 'Латвия'),
    ('LIB', 'Lebanon', 'Ливан'), ('LIE', 'Liechtenstein', 'Лихтенштейн'), ('LTU', 'Lithuania', 'Литва'), ('LUX', 'Luxembourg', 'Люксембург'),
    ('MAC', 'Macau, China', 'Макао'), ('MAR', 'Morocco', 'Марокко'), ('MAS', 'Malaysia', 'Малайзия'), ('MDA', 'Moldova', 'Молдавия'),
    ('MEX', 'Mexico', 'Мексика'), ('MGL', 'Mongolia', 'Монголия'), ('MKD', 'North Macedonia', 'Северная Македония'),
    ('MLT', 'Malta', 'Мальта'), ('MNE', 'Montenegro', 'Черногория'), ('MON', 'Monaco', 'Монако'), ('NAM', 'Namibia', 'Намибия'),
    ('NED', 'Netherlands', 'Нидерланды'), ('NEP', 'Nepal', 'Непал'), ('NOR', 'Norway', 'Норвегия'), ('NZL', 'New Zealand', 'Новая Зеландия'),
    ('PAK', 'Pakistan', 'Пакистан'), ('PAR', 'Paraguay', 'Парагвай'), ('PER', 'Peru', 'Перу'), ('PHI', 'Philippines', 'Филиппины'),
    ('POL', 'Poland', 'Польша'), ('POR', 'Portugal', 'Португалия'), ('PRK', 'North Korea', 'КНДР'), ('PUR', 'Puerto Rico', 'Пуэрто-Рико'),
    ('QAT', 'Qatar', 'Катар'), ('ROU', 'Romania', 'Румыния'), ('RSA', 'South Africa', 'ЮАР'), ('RUS', 'Russia', 'Россия'),
    ('SGP', 'Singapore', 'Сингапур'), ('SLO', 'Slovenia', 'Словения'), ('SMR', 'San Marino', 'Сан-Марино'), ('SRB', 'Serbia', 'Сербия'),
    ('SRI', 'Sri Lanka', 'Шри-Ланка'), ('SUI', 'Switzerland', 'Швейцария'), ('SVK', 'Slovakia', 'Словакия'), ('SWE', 'Sweden', 'Швеция'),
    ('THA', 'Thailand', 'Таиланд'), ('TJK', 'Tajikistan', 'Таджикистан'), ('TKM', 'Turkmenistan', 'Туркмения'),
    ('TPE', 'Chinese Taipei', 'Китайский Тайбэй'), ('TUN', 'Tunisia', 'Тунис'), ('TUR', 'Türkiye', 'Турция'),
    ('UAE', 'United Arab Emirates', 'ОАЭ'), ('UKR', 'Ukraine', 'Украина'), ('URU', 'Uruguay', 'Уругвай'), ('USA', 'United States', 'США'),
    ('UZB', 'Uzbekistan', 'Узбекистан'), ('VEN', 'Venezuela', 'Венесуэла'), ('VIE', 'Vietnam', 'Вьетнам'), ('ZIM', 'Zimbabwe', 'Зимбабве');

INSERT INTO country (country_code, name_en, name_ru, standing) VALUES
    ('EUN', 'Unified Team', 'Объединённая команда', 'historic'), ('FRG', 'West Germany', 'ФРГ', 'historic'),
    ('GDR', 'East Germany', 'ГДР', 'historic'), ('ROM', 'Romania (code to 2006)', 'Румыния (код до 2006 года)', 'historic'),
    ('SCG', 'Serbia and Montenegro', 'Сербия и Черногория', 'historic'), ('SIN', 'Singapore (older code)', 'Сингапур (прежний код)', 'historic'),
    ('TCH', 'Czechoslovakia', 'Чехословакия', 'historic'), ('URS', 'Soviet Union', 'СССР', 'historic'),
    ('YUG', 'Yugoslavia', 'Югославия', 'historic'),
    ('AIN', 'Individual Neutral Athletes', 'Индивидуальные нейтральные атлеты', 'neutral'),
    ('ANA', 'Authorised Neutral Athletes', 'Авторизованные нейтральные атлеты', 'neutral'),
    ('FSR', 'Figure Skating Federation of Russia', 'Федерация фигурного катания на коньках России', 'neutral'),
    ('OAR', 'Olympic Athletes from Russia', 'Олимпийские атлеты из России', 'neutral'),
    ('ROC', 'Russian Olympic Committee', 'Олимпийский комитет России', 'neutral');
