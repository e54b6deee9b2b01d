-- What the indexes of versions 35 and 36 are for: a file with CONCURRENTLY takes no other statement.
COMMENT ON INDEX person_name_lower_full_name IS 'For speed: people whose whole name begins with what was typed (search_en, search_ru).';
COMMENT ON INDEX person_name_lower_family_name IS 'For speed: people whose family name begins with what was typed (search_en, search_ru).';
