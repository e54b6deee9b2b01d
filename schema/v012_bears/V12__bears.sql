-- Bears: what users own and give and teams collect, as a ledger that is only added to.

CREATE TABLE bear_transfer (
    bear_transfer_id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    from_account_id bigint,
    to_account_id bigint,
    team_id bigint,
    amount bigint NOT NULL,
    reverses bigint,
    request_key text NOT NULL,
    given_at timestamptz NOT NULL DEFAULT now(),
    season smallint GENERATED ALWAYS AS (
        extract(year FROM (given_at AT TIME ZONE 'UTC') - interval '6 months')::smallint) STORED NOT NULL,
    CONSTRAINT bear_transfer_pkey PRIMARY KEY (bear_transfer_id),
    CONSTRAINT bear_transfer_from_account_fkey FOREIGN KEY (from_account_id) REFERENCES account,
    CONSTRAINT bear_transfer_to_account_fkey FOREIGN KEY (to_account_id) REFERENCES account,
    CONSTRAINT bear_transfer_team_fkey FOREIGN KEY (team_id) REFERENCES team,
    CONSTRAINT bear_transfer_reverses_fkey FOREIGN KEY (reverses) REFERENCES bear_transfer,
    -- The house, which is nobody's account, is one more giver with keys of its own.
    CONSTRAINT bear_transfer_request_is_carried_out_once UNIQUE NULLS NOT DISTINCT (from_account_id, request_key),
    CONSTRAINT bear_transfer_is_reversed_once UNIQUE (reverses),
    CONSTRAINT bear_transfer_kind_is_known CHECK (kind IN ('grant', 'prize', 'team_gift', 'account_gift', 'reversal')),
    CONSTRAINT bear_transfer_sides_fit_kind CHECK (
        CASE kind
            WHEN 'team_gift' THEN from_account_id IS NOT NULL AND team_id IS NOT NULL AND to_account_id IS NULL
            WHEN 'account_gift' THEN from_account_id IS NOT NULL AND to_account_id IS NOT NULL AND team_id IS NULL
            WHEN 'reversal' THEN team_id IS NULL OR (from_account_id IS NULL AND to_account_id IS NOT NULL)
            ELSE from_account_id IS NULL AND to_account_id IS NOT NULL AND team_id IS NULL
        END),
    CONSTRAINT bear_transfer_is_not_to_oneself CHECK (from_account_id <> to_account_id),
    CONSTRAINT bear_transfer_amount_is_plausible CHECK (amount BETWEEN 1 AND 1000000000000),
    CONSTRAINT bear_transfer_reversal_names_its_original CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
    CONSTRAINT bear_transfer_request_key_is_tidy
        CHECK (request_key = btrim(request_key) AND char_length(request_key) BETWEEN 1 AND 100)
);
CREATE INDEX bear_transfer_team ON bear_transfer (team_id);
COMMENT ON INDEX bear_transfer_team IS 'serves the foreign key: a team that is deleted or merged is looked up here';
COMMENT ON TABLE bear_transfer IS
    'The ledger of bears. Each row names who pays and who gets (see bear_entry); rows are added, never changed or deleted.';
COMMENT ON COLUMN bear_transfer.bear_transfer_id IS 'Identity of the transfer.';
COMMENT ON COLUMN bear_transfer.kind IS
    'grant and prize come from the house; team_gift, account_gift from a user; reversal takes an earlier transfer back.';
COMMENT ON COLUMN bear_transfer.from_account_id IS 'The account that pays; NULL: the house or, where a gift is taken back, a team.';
COMMENT ON COLUMN bear_transfer.to_account_id IS 'The account that gets them; NULL: a team or, where a grant is taken back, the house.';
COMMENT ON COLUMN bear_transfer.team_id IS 'The team that gets them, or gives them back in a reversal; NULL: none takes part.';
COMMENT ON COLUMN bear_transfer.amount IS 'Number of bears.';
COMMENT ON COLUMN bear_transfer.reverses IS 'The transfer that a reversal takes back as a whole.';
COMMENT ON COLUMN bear_transfer.request_key IS 'Chosen by the client for each request, so that a request sent twice gives once.';
COMMENT ON COLUMN bear_transfer.given_at IS 'When it was given.';
COMMENT ON COLUMN bear_transfer.season IS 'First year of the season in which it was given; seasons begin on 1 July, UTC.';
COMMENT ON CONSTRAINT bear_transfer_to_account_fkey ON bear_transfer IS 'No index: accounts are never deleted.';
COMMENT ON CONSTRAINT bear_transfer_request_is_carried_out_once ON bear_transfer IS 'a giver uses a request key once';
COMMENT ON CONSTRAINT bear_transfer_is_reversed_once ON bear_transfer IS 'a transfer is taken back once';
COMMENT ON CONSTRAINT bear_transfer_kind_is_known ON bear_transfer IS
    'a transfer is a grant, a prize, a gift to a team, a gift to an account or a reversal';
COMMENT ON CONSTRAINT bear_transfer_sides_fit_kind ON bear_transfer IS
    'grants and prizes go from the house to an account, gifts from an account to a team or to another account';
COMMENT ON CONSTRAINT bear_transfer_is_not_to_oneself ON bear_transfer IS 'nobody gives bears to their own account';
COMMENT ON CONSTRAINT bear_transfer_amount_is_plausible ON bear_transfer IS 'at least one bear is given, and at most 1,000,000,000,000';
COMMENT ON CONSTRAINT bear_transfer_reversal_names_its_original ON bear_transfer IS
    'a reversal, and nothing else, names the transfer that it takes back';
COMMENT ON CONSTRAINT bear_transfer_request_key_is_tidy ON bear_transfer IS
    'a request key has 1 to 100 characters and no space around it';

CREATE TABLE private.bear_message (
    bear_transfer_id bigint NOT NULL,
    body text NOT NULL,
    CONSTRAINT bear_message_pkey PRIMARY KEY (bear_transfer_id),
    CONSTRAINT bear_message_transfer_fkey FOREIGN KEY (bear_transfer_id) REFERENCES public.bear_transfer,
    CONSTRAINT bear_message_fits CHECK (char_length(body) <= 500 AND btrim(body) <> '')
);
COMMENT ON TABLE private.bear_message IS
    'What the giver wrote to a gift. Apart from the ledger, so that it can go when the account is closed.';
COMMENT ON COLUMN private.bear_message.bear_transfer_id IS 'The transfer.';
COMMENT ON COLUMN private.bear_message.body IS 'The text, at most 500 characters.';
COMMENT ON CONSTRAINT bear_message_fits ON private.bear_message IS 'a message has 1 to 500 characters and is not blank';

CREATE TABLE bear_balance (
    account_id bigint NOT NULL,
    bears bigint NOT NULL,
    CONSTRAINT bear_balance_pkey PRIMARY KEY (account_id),
    CONSTRAINT bear_balance_account_fkey FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT bear_balance_is_not_negative CHECK (bears >= 0)
);
COMMENT ON TABLE bear_balance IS 'How many bears an account owns, kept equal to the ledger; who never had any has no row.';
COMMENT ON COLUMN bear_balance.account_id IS 'The account.';
COMMENT ON COLUMN bear_balance.bears IS 'Its bears.';
COMMENT ON CONSTRAINT bear_balance_is_not_negative ON bear_balance IS 'nobody gives more bears than they own';

CREATE TABLE team_bear_slot (
    team_id bigint NOT NULL,
    season smallint NOT NULL,
    slot bigint GENERATED ALWAYS AS IDENTITY,
    bears bigint NOT NULL,
    CONSTRAINT team_bear_slot_pkey PRIMARY KEY (team_id, season, slot)
);
COMMENT ON TABLE team_bear_slot IS
    'Parts of what a team collected in a season. Givers at the same time use different slots and do not wait for each other.';
COMMENT ON COLUMN team_bear_slot.team_id IS 'The team; no foreign key: who merges teams moves the ledger, and that moves the bears.';
COMMENT ON COLUMN team_bear_slot.season IS 'First year of the season; what was taken back counts in the season in which it was given.';
COMMENT ON COLUMN team_bear_slot.slot IS 'Tells the parts apart; it has no meaning.';
COMMENT ON COLUMN team_bear_slot.bears IS 'Bears counted here; a slot alone may be negative, the sum of a team and season is not.';

CREATE FUNCTION private.refuse_ledger_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    RAISE EXCEPTION '% on % is refused: bears move by new rows of bear_transfer only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME,
              HINT = 'a transfer is taken back by a row of the kind reversal';
END
$function$;
COMMENT ON FUNCTION private.refuse_ledger_change() IS 'Refuses whatever would let the ledger and the balances differ.';
CREATE TRIGGER bear_transfer_is_append_only
    BEFORE UPDATE OF bear_transfer_id, kind, from_account_id, to_account_id, amount, reverses, request_key, given_at OR DELETE OR TRUNCATE
    ON bear_transfer FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_ledger_change();
COMMENT ON TRIGGER bear_transfer_is_append_only ON bear_transfer IS 'the ledger of bears is added to, never changed or deleted';
CREATE FUNCTION private.check_team_is_gone() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
BEGIN
    IF NEW.team_id IS NULL OR EXISTS (SELECT FROM public.team AS t WHERE t.team_id = OLD.team_id) THEN
        RAISE EXCEPTION 'row of % is moved from team %, which is still there', TG_TABLE_NAME, OLD.team_id
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.check_team_is_gone() IS 'Refuses at commit to move a transfer from a team that was not merged into another.';
CREATE CONSTRAINT TRIGGER bear_transfer_team_moves_by_a_merge AFTER UPDATE ON bear_transfer DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.team_id IS DISTINCT FROM NEW.team_id) EXECUTE FUNCTION private.check_team_is_gone();
COMMENT ON TRIGGER bear_transfer_team_moves_by_a_merge ON bear_transfer IS
    'a transfer gets another team only where two teams are merged and the old one is deleted';
-- Depth 0: the statement came from a client and not from the ledger's own trigger.
CREATE TRIGGER bear_balance_follows_the_ledger BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON bear_balance
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION private.refuse_ledger_change();
COMMENT ON TRIGGER bear_balance_follows_the_ledger ON bear_balance IS 'a balance changes by transfers only';
CREATE TRIGGER team_bear_slot_follows_the_ledger BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON team_bear_slot
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION private.refuse_ledger_change();
COMMENT ON TRIGGER team_bear_slot_follows_the_ledger ON team_bear_slot IS 'what a team collected changes by transfers only';

CREATE FUNCTION private.check_reversals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    wrong_id bigint;
BEGIN
    SELECT r.bear_transfer_id INTO wrong_id FROM changed AS r JOIN public.bear_transfer AS o ON o.bear_transfer_id = r.reverses
     WHERE o.kind = 'reversal' OR r.given_at < o.given_at
        OR (r.from_account_id, r.to_account_id, r.team_id, r.amount)
           IS DISTINCT FROM (o.to_account_id, o.from_account_id, o.team_id, o.amount)
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'transfer % does not mirror the one that it reverses', wrong_id
            USING ERRCODE = 'check_violation', SCHEMA = 'public', TABLE = 'bear_transfer', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.check_reversals() IS 'Refuses a reversal whose sides or amount are not those of its original.';
CREATE TRIGGER bear_transfer_reversal_mirrors_its_original AFTER INSERT ON bear_transfer REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.check_reversals();
COMMENT ON TRIGGER bear_transfer_reversal_mirrors_its_original ON bear_transfer IS
    'a reversal moves the same bears between the same two in the other direction, later, and reverses no reversal';

CREATE FUNCTION private.move_bears() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    account_ids bigint[] := ARRAY(
        SELECT from_account_id FROM changed WHERE from_account_id IS NOT NULL
         UNION SELECT to_account_id FROM changed WHERE to_account_id IS NOT NULL
         ORDER BY 1);
BEGIN
    -- New balances first, then the old ones, each in the order of accounts: transfers that cross wait, they do not deadlock.
    INSERT INTO public.bear_balance (account_id, bears)
    SELECT account_id, 0 FROM unnest(account_ids) WITH ORDINALITY AS a (account_id, n) ORDER BY n ON CONFLICT DO NOTHING;
    PERFORM FROM public.bear_balance WHERE account_id = ANY (account_ids) ORDER BY account_id FOR NO KEY UPDATE;
    UPDATE public.bear_balance AS b SET bears = b.bears + moved.bears
      FROM (SELECT s.account_id, sum(s.bears) AS bears
              FROM changed AS c, LATERAL (VALUES (c.from_account_id, -c.amount), (c.to_account_id, c.amount)) AS s (account_id, bears)
             GROUP BY s.account_id) AS moved
     WHERE b.account_id = moved.account_id;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.move_bears() IS 'Moves what a statement added to the ledger between balances, locked in the order of accounts.';
CREATE TRIGGER bear_transfer_moves_bears AFTER INSERT ON bear_transfer REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.move_bears();

CREATE FUNCTION private.count_team_bears() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
BEGIN
    EXECUTE format($query$
    WITH income AS (
        SELECT c.team_id, coalesce(o.season, c.season) AS season,
               sum(CASE c.kind WHEN 'reversal' THEN -c.amount ELSE c.amount END * c.sign) AS bears
          FROM (%s) AS c LEFT JOIN public.bear_transfer AS o ON o.bear_transfer_id = c.reverses
         WHERE c.team_id IS NOT NULL GROUP BY 1, 2),
    chosen AS MATERIALIZED (
        SELECT income.*, free.slot FROM income LEFT JOIN LATERAL (
            SELECT s.slot FROM public.team_bear_slot AS s WHERE s.team_id = income.team_id AND s.season = income.season
             LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) AS free ON true),
    raised AS (
        UPDATE public.team_bear_slot AS s SET bears = s.bears + chosen.bears FROM chosen
         WHERE s.team_id = chosen.team_id AND s.season = chosen.season AND s.slot = chosen.slot)
    INSERT INTO public.team_bear_slot (team_id, season, bears)
    SELECT team_id, season, bears FROM chosen WHERE slot IS NULL ORDER BY 1, 2
    $query$, 'SELECT *, 1 AS sign FROM changed' || CASE TG_OP WHEN 'UPDATE' THEN ' UNION ALL SELECT *, -1 FROM previous' ELSE '' END);
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION private.count_team_bears() IS 'Adds what a statement gave to teams, or moved between merged ones, to slots that nobody holds.';
CREATE TRIGGER bear_transfer_counts_team_bears AFTER INSERT ON bear_transfer REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_team_bears();
CREATE TRIGGER bear_transfer_moves_team_bears AFTER UPDATE ON bear_transfer REFERENCING NEW TABLE AS changed OLD TABLE AS previous
    FOR EACH STATEMENT EXECUTE FUNCTION private.count_team_bears();

CREATE FUNCTION give_bears(giver bigint, bears bigint, key text, account bigint DEFAULT NULL, team bigint DEFAULT NULL,
                           message text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $function$
DECLARE
    given public.bear_transfer;
BEGIN
    INSERT INTO public.bear_transfer (kind, from_account_id, to_account_id, team_id, amount, request_key)
    VALUES (CASE WHEN team IS NULL THEN 'account_gift' ELSE 'team_gift' END, giver, account, team, bears, key)
        ON CONFLICT ON CONSTRAINT bear_transfer_request_is_carried_out_once DO NOTHING RETURNING * INTO given;
    IF FOUND THEN
        INSERT INTO private.bear_message (bear_transfer_id, body)
        SELECT given.bear_transfer_id, message WHERE message IS NOT NULL;
        RETURN given.bear_transfer_id;
    END IF;
    SELECT * INTO STRICT given FROM public.bear_transfer WHERE from_account_id = giver AND request_key = key;
    IF (given.to_account_id, given.team_id, given.amount) IS DISTINCT FROM (account, team, bears) THEN
        RAISE EXCEPTION 'account % used the request key % for another gift', giver, key
            USING ERRCODE = 'unique_violation', SCHEMA = 'public', TABLE = 'bear_transfer',
                  CONSTRAINT = 'bear_transfer_request_is_carried_out_once';
    END IF;
    RETURN given.bear_transfer_id;
END
$function$;
COMMENT ON FUNCTION give_bears(bigint, bigint, text, bigint, bigint, text) IS
    'A gift of an account to another account or to a team; returns the transfer. The same request again gives nothing more and returns the same.';

CREATE VIEW bear_entry AS
SELECT t.bear_transfer_id, t.given_at, coalesce(o.season, t.season) AS season, side.holder_kind, side.holder_id, side.bears
  FROM bear_transfer AS t LEFT JOIN bear_transfer AS o ON o.bear_transfer_id = t.reverses,
       LATERAL (VALUES
           (CASE WHEN t.from_account_id IS NOT NULL THEN 'account' WHEN t.kind = 'reversal' AND t.team_id IS NOT NULL THEN 'team'
                 ELSE 'house' END,
            CASE WHEN t.kind = 'reversal' THEN coalesce(t.from_account_id, t.team_id) ELSE t.from_account_id END, -t.amount),
           (CASE WHEN t.to_account_id IS NOT NULL THEN 'account' WHEN t.team_id IS NOT NULL THEN 'team' ELSE 'house' END,
            coalesce(t.to_account_id, t.team_id), t.amount)) AS side (holder_kind, holder_id, bears);
COMMENT ON VIEW bear_entry IS 'The ledger in double entry: two rows per transfer, which sum to zero.';
COMMENT ON COLUMN bear_entry.bear_transfer_id IS 'The transfer.';
COMMENT ON COLUMN bear_entry.given_at IS 'When it was given.';
COMMENT ON COLUMN bear_entry.season IS 'First year of the season in which it counts; a reversal counts where its original does.';
COMMENT ON COLUMN bear_entry.holder_kind IS 'account, team or house.';
COMMENT ON COLUMN bear_entry.holder_id IS 'Identity of the account or team; NULL: the house.';
COMMENT ON COLUMN bear_entry.bears IS 'Bears, negative for who pays.';

CREATE VIEW team_bears AS
SELECT team_id, sum(bears)::bigint AS bears FROM team_bear_slot GROUP BY team_id;
COMMENT ON VIEW team_bears IS 'How many bears a team has collected in all.';
COMMENT ON COLUMN team_bears.team_id IS 'The team.';
COMMENT ON COLUMN team_bears.bears IS 'Its bears.';

CREATE VIEW bear_rating AS
SELECT season, team_id, sum(bears)::bigint AS bears,
       rank() OVER (PARTITION BY season, grouping(season) ORDER BY sum(bears) DESC) AS place
  FROM team_bear_slot GROUP BY GROUPING SETS ((team_id), (season, team_id)) HAVING sum(bears) > 0;
COMMENT ON VIEW bear_rating IS 'Teams in the order of the bears that they collected, overall and in each season.';
COMMENT ON COLUMN bear_rating.season IS 'First year of the season; NULL: overall.';
COMMENT ON COLUMN bear_rating.team_id IS 'The team.';
COMMENT ON COLUMN bear_rating.bears IS 'Its bears.';
COMMENT ON COLUMN bear_rating.place IS 'Its place; teams with as many bears share one.';

CREATE VIEW bear_ledger_difference AS
WITH ledger AS (
    SELECT holder_kind, holder_id, CASE holder_kind WHEN 'team' THEN season END AS season, sum(bears)::bigint AS bears
      FROM bear_entry WHERE holder_kind <> 'house' GROUP BY 1, 2, 3),
stored AS (
    SELECT 'account' AS holder_kind, account_id AS holder_id, NULL::smallint AS season, bears FROM bear_balance
     UNION ALL SELECT 'team', team_id, season, sum(bears)::bigint FROM team_bear_slot GROUP BY team_id, season)
SELECT holder_kind, holder_id, nullif(season_key, 0) AS season, ledger.bears AS ledger_bears, stored.bears AS stored_bears
  FROM (SELECT *, coalesce(season, 0::smallint) AS season_key FROM ledger) AS ledger
  FULL JOIN (SELECT *, coalesce(season, 0::smallint) AS season_key FROM stored) AS stored USING (holder_kind, holder_id, season_key)
 WHERE coalesce(ledger.bears, 0) <> coalesce(stored.bears, 0);
COMMENT ON VIEW bear_ledger_difference IS 'Proof of the books: each account or team whose bears are not the sum of its ledger. No row: sound.';
COMMENT ON COLUMN bear_ledger_difference.holder_kind IS 'account or team.';
COMMENT ON COLUMN bear_ledger_difference.holder_id IS 'Identity of the account or team.';
COMMENT ON COLUMN bear_ledger_difference.season IS 'Season of a team''s bears; NULL: an account, which has one balance.';
COMMENT ON COLUMN bear_ledger_difference.ledger_bears IS 'What the ledger says; NULL: nothing.';
COMMENT ON COLUMN bear_ledger_difference.stored_bears IS 'What the balance or the slots say; NULL: nothing.';
