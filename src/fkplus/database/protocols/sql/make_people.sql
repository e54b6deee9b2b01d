-- Makes the people of new_name. Their surname is what the source prints in capitals, particles included (Romain le GAC).

CREATE TEMP TABLE made_person ON COMMIT DROP AS
WITH made AS (
    INSERT INTO person (sex) SELECT NULL FROM new_name RETURNING person_id
), numbered AS (
    SELECT person_id, row_number() OVER (ORDER BY person_id) AS n FROM made
)
SELECT numbered.person_id, new_name.name FROM new_name JOIN numbered USING (n);

INSERT INTO person_name (person_id, script, kind, full_name, given_name, family_name, is_primary)
SELECT made.person_id, 'latin', 'published', made.name,
       CASE WHEN parts.family IS NOT NULL THEN parts.given END, CASE WHEN parts.given IS NOT NULL THEN parts.family END, true
  FROM made_person AS made,
       LATERAL (SELECT string_agg(word, ' ' ORDER BY n) FILTER (WHERE NOT is_family) AS given,
                       string_agg(word, ' ' ORDER BY n) FILTER (WHERE is_family) AS family
                  FROM (SELECT word, n, word = lower(word) OR word = upper(word) AND char_length(word) > 1 AND word !~ '[.]$' AS is_family
                          FROM regexp_split_to_table(made.name, '[[:space:]]+') WITH ORDINALITY AS split (word, n)) AS words) AS parts
 ORDER BY made.person_id;
