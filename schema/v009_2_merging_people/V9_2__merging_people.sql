-- Two forms of a name turn out to be one person: what belongs to one moves to the other.

-- Later versions add tables that refer to people and teams, so the catalogue is asked which there are.
CREATE FUNCTION private.move_references(parent regclass, parent_column text, from_id bigint, to_id bigint, left_alone text[])
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    reference record;
    found_row record;
BEGIN
    FOR reference IN
        SELECT DISTINCT r.conrelid::regclass AS child, a.attname AS child_column
          FROM pg_constraint AS r, unnest(r.conkey, r.confkey) AS pair (child_no, parent_no)
          JOIN pg_attribute AS p ON p.attrelid = parent AND p.attname = parent_column AND p.attnum = pair.parent_no
          JOIN pg_attribute AS a ON a.attnum = pair.child_no
         WHERE r.contype = 'f' AND r.confrelid = parent AND r.conparentid = 0 AND a.attrelid = r.conrelid
           AND r.conrelid::regclass::text <> ALL (left_alone)
         ORDER BY 1, 2
    LOOP
        BEGIN
            EXECUTE format('UPDATE %s SET %I = $2 WHERE %2$I = $1', reference.child, reference.child_column) USING from_id, to_id;
        EXCEPTION WHEN unique_violation OR exclusion_violation OR check_violation THEN
            -- Some rows say what the one who is kept says already: those go, the others move.
            FOR found_row IN EXECUTE format('SELECT tableoid, ctid FROM %s WHERE %I = $1', reference.child, reference.child_column)
                             USING from_id
            LOOP
                BEGIN
                    EXECUTE format('UPDATE %s SET %I = $2 WHERE tableoid = $3 AND ctid = $4', reference.child, reference.child_column)
                      USING from_id, to_id, found_row.tableoid, found_row.ctid;
                EXCEPTION WHEN unique_violation OR exclusion_violation THEN
                    EXECUTE format('DELETE FROM %s WHERE tableoid = $1 AND ctid = $2', reference.child)
                      USING found_row.tableoid, found_row.ctid;
                END;
            END LOOP;
        END;
    END LOOP;
END
$function$;
COMMENT ON FUNCTION private.move_references(regclass, text, bigint, bigint, text[]) IS
    'Lets all rows that refer to one row refer to another; a row that would then be there twice is deleted.'
    ' What a table refuses to change (a ledger) is refused here too.';

CREATE FUNCTION private.merge_teams(kept bigint, merged bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    twice record;
BEGIN
    SET CONSTRAINTS public.performance_programme_fkey, public.performance_programme_entry_fkey DEFERRED;
    -- Entered twice in one category: the skates of one entry go to the other. Who was disqualified stays so.
    FOR twice IN
        SELECT k.entry_id AS kept_id, m.entry_id AS merged_id, m.status
          FROM public.entry AS k JOIN public.entry AS m ON m.category_id = k.category_id AND m.team_id = merged
         WHERE k.team_id = kept
    LOOP
        UPDATE public.entry AS e SET status = twice.status
         WHERE e.entry_id = twice.kept_id AND twice.status <> 'ok' AND e.status <> 'dsq';
        UPDATE public.performance AS p SET programme_team_id = kept
         WHERE p.entry_id = twice.merged_id AND p.programme_team_id = merged;
        PERFORM private.move_references('public.entry', 'entry_id', twice.merged_id, twice.kept_id, '{standing_place}');
        DELETE FROM public.entry AS e WHERE e.entry_id = twice.merged_id;
    END LOOP;
    PERFORM private.move_references('public.team', 'team_id', merged, kept, '{team_member}');
    UPDATE public.performance AS p SET programme_team_id = kept WHERE p.programme_team_id = merged;
    DELETE FROM public.team AS t WHERE t.team_id = merged;
END
$function$;
COMMENT ON FUNCTION private.merge_teams(bigint, bigint) IS
    'Moves entries, results, programmes and whatever else refers to one team to another; the caller knows that they are one.';

CREATE FUNCTION merge_people(kept bigint, merged bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    reason text;
    old_team record;
    same_team bigint;
    periods public.membership_period[];
    period public.membership_period;
BEGIN
    PERFORM FROM public.person AS p WHERE p.person_id IN (kept, merged) ORDER BY p.person_id FOR UPDATE;
    reason := CASE
        WHEN kept = merged THEN 'a person is not merged with itself'
        WHEN (SELECT count(*) FROM public.person AS p WHERE p.person_id IN (kept, merged)) < 2 THEN 'one of them is not known'
        WHEN (SELECT k.birth_date <> m.birth_date OR k.sex <> m.sex FROM public.person AS k, public.person AS m
               WHERE k.person_id = kept AND m.person_id = merged) THEN 'their birth dates or sexes differ'
        WHEN EXISTS (SELECT FROM public.team AS t WHERE t.member_ids @> ARRAY[kept, merged]) THEN 'they skate together'
        WHEN EXISTS (
            SELECT FROM public.team_member AS km
              JOIN public.entry AS ke ON ke.team_id = km.team_id
              JOIN public.performance AS kp ON kp.entry_id = ke.entry_id
              JOIN public.performance AS mp ON mp.segment_id = kp.segment_id AND mp.entry_id <> kp.entry_id
              JOIN public.entry AS me ON me.entry_id = mp.entry_id
              JOIN public.team_member AS mm ON mm.team_id = me.team_id AND mm.person_id = merged
             WHERE km.person_id = kept) THEN 'both skate in one segment'
    END;
    IF reason IS NOT NULL THEN
        RAISE EXCEPTION 'people % and % are not one: %', kept, merged, reason
            USING ERRCODE = 'check_violation', SCHEMA = 'public', TABLE = 'person', CONSTRAINT = 'merge_people';
    END IF;

    FOR old_team IN
        SELECT t.team_id, t.kind,
               ARRAY(SELECT DISTINCT CASE id WHEN merged THEN kept ELSE id END AS n FROM unnest(t.member_ids) AS id ORDER BY n) AS member_ids
          FROM public.team_member AS m JOIN public.team AS t USING (team_id) WHERE m.person_id = merged ORDER BY t.team_id
    LOOP
        -- Periods hang on the member: they are taken off and put back where they don't contradict those of the kept one.
        SELECT array_agg(p) INTO periods FROM public.membership_period AS p WHERE p.team_id = old_team.team_id;
        DELETE FROM public.membership_period AS p WHERE p.team_id = old_team.team_id;
        SELECT t.team_id INTO same_team FROM public.team AS t
         WHERE t.kind = old_team.kind AND t.member_ids = old_team.member_ids;
        IF FOUND THEN
            PERFORM private.merge_teams(same_team, old_team.team_id);
        ELSE
            same_team := old_team.team_id;
            UPDATE public.team AS t SET member_ids = old_team.member_ids WHERE t.team_id = same_team;
            UPDATE public.team_member AS m SET person_id = kept WHERE m.team_id = same_team AND m.person_id = merged;
        END IF;
        FOREACH period IN ARRAY coalesce(periods, '{}') LOOP
            INSERT INTO public.membership_period (team_id, team_kind, person_id, during)
            VALUES (same_team, period.team_kind, CASE period.person_id WHEN merged THEN kept ELSE period.person_id END, period.during)
                ON CONFLICT DO NOTHING;
        END LOOP;
    END LOOP;

    DELETE FROM public.person_name AS n
     WHERE n.person_id = merged AND EXISTS (SELECT FROM public.person_name AS k
            WHERE k.person_id = kept AND (k.script, k.full_name) = (n.script, n.full_name));
    UPDATE public.person_name AS n
       SET person_id = kept, is_primary = n.is_primary AND NOT EXISTS (SELECT FROM public.person_name AS k
            WHERE k.person_id = kept AND k.script = n.script AND k.is_primary)
     WHERE n.person_id = merged;
    UPDATE public.athlete AS k
       SET (height_cm, hometown, skating_since, retired_on) = (coalesce(k.height_cm, m.height_cm), coalesce(k.hometown, m.hometown),
           coalesce(k.skating_since, m.skating_since), coalesce(k.retired_on, m.retired_on))
      FROM public.athlete AS m WHERE k.person_id = kept AND m.person_id = merged;
    PERFORM private.move_references('public.person', 'person_id', merged, kept, '{person_name,team_member}');
    UPDATE public.person AS k SET (birth_date, sex) = (coalesce(k.birth_date, m.birth_date), coalesce(k.sex, m.sex))
      FROM public.person AS m WHERE k.person_id = kept AND m.person_id = merged;
    DELETE FROM public.person AS p WHERE p.person_id = merged;
END
$function$;
COMMENT ON FUNCTION merge_people(bigint, bigint) IS
    'Makes two people one: names, teams with their results, seats and all else of merged go to kept, and merged is deleted.'
    ' Refused where both skate in one segment or together, or where birth dates or sexes differ. Standings are decided anew by the caller.';
