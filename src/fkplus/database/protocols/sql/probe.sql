-- Which single rows the database would refuse. Each file's rows are tried on clones of the tables that hold them, CHECK
-- and UNIQUE constraints of the same names included; a refused range of lines is halved until the bad line stands alone.

CREATE INDEX ON staged_performance (line);
CREATE INDEX ON staged_element (line);
CREATE INDEX ON staged_component (line);
CREATE INDEX ON staged_official (line);

CREATE OR REPLACE FUNCTION pg_temp.clone(original text, with_keys boolean) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    key record;
BEGIN
    EXECUTE format('CREATE TEMP TABLE %I (LIKE public.%I INCLUDING CONSTRAINTS INCLUDING DEFAULTS INCLUDING GENERATED)'
                   ' ON COMMIT DROP', 'probe_' || original, original);
    FOR key IN SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
                WHERE conrelid = format('public.%I', original)::regclass AND contype IN ('p', 'u') AND with_keys
    LOOP
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I %s', 'probe_' || original, key.conname, key.definition);
    END LOOP;
END
$function$;
SELECT pg_temp.clone(original, original IN ('element', 'component', 'panel_seat'))
  FROM unnest(ARRAY['country', 'event', 'category', 'segment', 'person_name', 'team', 'entry', 'performance', 'element',
                    'component', 'panel_seat', 'source_document']) AS original;

CREATE OR REPLACE FUNCTION pg_temp.probe_performances(first integer, last integer) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    INSERT INTO probe_event (event_id, season, name)
    SELECT 0, season, event FROM typed_performance WHERE line BETWEEN first AND last;
    INSERT INTO probe_category (category_id, event_id, level, discipline, team_event)
    SELECT 0, 0, level, discipline, team_event FROM typed_performance WHERE line BETWEEN first AND last;
    INSERT INTO probe_segment (segment_id, category_id, discipline, kind, ordinal, dance)
    SELECT 0, 0, discipline, segment, coalesce(ordinal, 1), dance FROM typed_performance WHERE line BETWEEN first AND last;
    INSERT INTO probe_country (country_code, name_en, name_ru)
    SELECT nation, nation, nation FROM typed_performance WHERE line BETWEEN first AND last AND nation IS NOT NULL;
    INSERT INTO probe_source_document (source_document_id, location)
    SELECT 0, source FROM typed_performance WHERE line BETWEEN first AND last AND source IS NOT NULL;
    INSERT INTO probe_person_name (person_name_id, person_id, script, full_name)
    SELECT 0, 0, 'latin', btrim(part)
      FROM typed_performance, unnest(CASE team_kind WHEN 'single' THEN ARRAY[name] ELSE string_to_array(name, ' / ') END) AS part
     WHERE line BETWEEN first AND last;
    INSERT INTO probe_team (team_id, kind, member_ids)
    SELECT 0, team_kind, ARRAY(
               SELECT dense_rank() OVER (ORDER BY btrim(part)) AS n
                 FROM unnest(CASE team_kind WHEN 'single' THEN ARRAY[name] ELSE string_to_array(name, ' / ') END) AS part
                ORDER BY n)
      FROM typed_performance WHERE line BETWEEN first AND last;
    INSERT INTO probe_entry (entry_id, category_id, discipline, team_id, team_kind, country_code, published_name, status)
    SELECT 0, 0, discipline, 0, team_kind, nation, name, status FROM typed_performance WHERE line BETWEEN first AND last;
    INSERT INTO probe_performance (performance_id, segment_id, category_id, entry_id, start_no, rank, panel_size, status,
                                   tss, tes, pcs, deductions, override_reason)
    SELECT 0, 0, 0, 0, start_no, rank, panel_size, status, tss, tes, pcs, deductions, override_reason
      FROM typed_performance WHERE line BETWEEN first AND last;
END
$function$;

CREATE OR REPLACE FUNCTION pg_temp.probe_elements(first integer, last integer) RETURNS void LANGUAGE sql AS $function$
    INSERT INTO probe_element (performance_id, no, code, info, base_value, is_second_half, goe, panel_score, marks,
                               override_reason)
    SELECT hashtextextended(performance_id, 0), no, code, info, base_value, second_half, goe, panel_score, marks, override_reason
      FROM typed_element WHERE line BETWEEN first AND last
$function$;

CREATE OR REPLACE FUNCTION pg_temp.probe_components(first integer, last integer) RETURNS void LANGUAGE sql AS $function$
    INSERT INTO probe_component (performance_id, no, name, factor, panel_mark, marks, override_reason)
    SELECT hashtextextended(performance_id, 0), no, component, factor, panel_mark, marks, override_reason
      FROM typed_component WHERE line BETWEEN first AND last
$function$;

CREATE OR REPLACE FUNCTION pg_temp.probe_officials(first integer, last integer) RETURNS void LANGUAGE sql AS $function$
    INSERT INTO probe_panel_seat (panel_seat_id, segment_id, function, role, seat_no, nation)
    SELECT line, hashtextextended(concat_ws('|', season, event, level, discipline, segment, team_event, ordinal, dance), 0),
           function, role, seat_no, nation
      FROM typed_official WHERE line BETWEEN first AND last;
    INSERT INTO probe_person_name (person_name_id, person_id, script, full_name)
    SELECT 0, 0, 'latin', name FROM typed_official WHERE line BETWEEN first AND last AND name IS NOT NULL
$function$;
