-- Counted as rows change, by triggers, so that whoever looks at a campaign of a million contacts reads a few rows. The same stands for
-- the other database in db/sqlite.

-- How many of a list's contacts are in each state but waiting (contact:done), of its attempts ended in each way (call:answered), and of its rows were rejected (reject).
CREATE TABLE tally (
  list_id BIGINT NOT NULL,
  what    TEXT   NOT NULL,
  n       BIGINT NOT NULL,
  PRIMARY KEY (list_id, what)
) WITH (fillfactor = 50);
CREATE INDEX list_campaign ON list (campaign_id, edition);

-- Calls that began, calls that ended, and those among them that somebody answered, in each ten seconds in which there was one.
CREATE TABLE pulse (
  campaign_id BIGINT NOT NULL,
  at          BIGINT NOT NULL,
  calls       BIGINT NOT NULL DEFAULT 0,
  ended       BIGINT NOT NULL DEFAULT 0,
  answered    BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (campaign_id, at)
);

CREATE FUNCTION tally_add(list BIGINT, counted TEXT, more BIGINT) RETURNS void LANGUAGE sql AS $$
  INSERT INTO tally (list_id, what, n) SELECT list, counted, more WHERE list IS NOT NULL AND counted IS NOT NULL
  ON CONFLICT (list_id, what) DO UPDATE SET n = tally.n + excluded.n
$$;

CREATE FUNCTION pulse_add(campaign BIGINT, instant BIGINT, more_calls BIGINT, more_ended BIGINT, more_answered BIGINT) RETURNS void LANGUAGE sql AS $$
  INSERT INTO pulse (campaign_id, at, calls, ended, answered) VALUES (campaign, instant / 10000 * 10000, more_calls, more_ended, more_answered)
  ON CONFLICT (campaign_id, at) DO UPDATE SET calls = pulse.calls + excluded.calls, ended = pulse.ended + excluded.ended,
    answered = pulse.answered + excluded.answered
$$;

-- A contact is always added as waiting, and is not counted then: a thousand of them in a transaction would make a thousand versions of one row.
CREATE FUNCTION contact_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'waiting' THEN
    PERFORM tally_add(OLD.list_id, 'contact:' || OLD.state, -1);
  END IF;
  IF NEW.state <> 'waiting' THEN
    PERFORM tally_add(NEW.list_id, 'contact:' || NEW.state, 1);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_moved AFTER UPDATE OF state ON contact FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION contact_moved();

-- with its attempts, whichever go first
CREATE FUNCTION contact_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'waiting' THEN
    PERFORM tally_add(OLD.list_id, 'contact:' || OLD.state, -1);
  END IF;
  PERFORM tally_add(OLD.list_id, 'call:' || disposition, -1) FROM attempt WHERE contact_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_gone AFTER DELETE ON contact FOR EACH ROW EXECUTE FUNCTION contact_gone();

CREATE FUNCTION reject_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tally (list_id, what, n) SELECT list_id, 'reject', COUNT(*) FROM added GROUP BY 1
  ON CONFLICT (list_id, what) DO UPDATE SET n = tally.n + excluded.n;
  RETURN NULL;
END $$;
CREATE TRIGGER reject_added AFTER INSERT ON reject REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION reject_added();

CREATE FUNCTION reject_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tally_add(OLD.list_id, 'reject', -1);
  RETURN NULL;
END $$;
CREATE TRIGGER reject_gone AFTER DELETE ON reject FOR EACH ROW EXECUTE FUNCTION reject_gone();

CREATE FUNCTION attempt_called() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state NOT IN ('due', 'dialing') THEN
    PERFORM pulse_add(OLD.campaign_id, OLD.intent, -1, 0, 0);
  END IF;
  IF NEW.state NOT IN ('due', 'dialing') THEN
    PERFORM pulse_add(NEW.campaign_id, NEW.intent, 1, 0, 0);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER attempt_called AFTER UPDATE OF state ON attempt FOR EACH ROW
WHEN ((OLD.state IN ('due', 'dialing')) <> (NEW.state IN ('due', 'dialing'))) EXECUTE FUNCTION attempt_called();
CREATE TRIGGER attempt_added_called AFTER INSERT ON attempt FOR EACH ROW WHEN (NEW.state NOT IN ('due', 'dialing')) EXECUTE FUNCTION attempt_called();

-- a late fact may change how a call ended, and equal refusals may be taken back
CREATE FUNCTION attempt_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.disposition IS NOT NULL THEN
    PERFORM pulse_add(OLD.campaign_id, COALESCE(OLD.ended_at, OLD.intent), 0, -1, -CAST(OLD.disposition IN ('answered', 'transferred') AS INTEGER));
    PERFORM tally_add(list_id, 'call:' || OLD.disposition, -1) FROM contact WHERE id = OLD.contact_id;
  END IF;
  IF NEW.disposition IS NOT NULL THEN
    PERFORM pulse_add(NEW.campaign_id, COALESCE(NEW.ended_at, NEW.intent), 0, 1, CAST(NEW.disposition IN ('answered', 'transferred') AS INTEGER));
    PERFORM tally_add(list_id, 'call:' || NEW.disposition, 1) FROM contact WHERE id = NEW.contact_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER attempt_ended AFTER UPDATE OF disposition, ended_at ON attempt FOR EACH ROW
WHEN (OLD.disposition IS DISTINCT FROM NEW.disposition OR NEW.disposition IS NOT NULL AND OLD.ended_at IS DISTINCT FROM NEW.ended_at)
EXECUTE FUNCTION attempt_ended();
CREATE TRIGGER attempt_added_ended AFTER INSERT ON attempt FOR EACH ROW WHEN (NEW.disposition IS NOT NULL) EXECUTE FUNCTION attempt_ended();

CREATE FUNCTION attempt_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tally_add(list_id, 'call:' || OLD.disposition, -1) FROM contact WHERE id = OLD.contact_id;
  RETURN NULL;
END $$;
CREATE TRIGGER attempt_gone AFTER DELETE ON attempt FOR EACH ROW WHEN (OLD.disposition IS NOT NULL) EXECUTE FUNCTION attempt_gone();

-- nobody writes these tables from the first trigger on until this is committed, so nothing is counted twice or not at all
INSERT INTO tally (list_id, what, n) SELECT list_id, 'contact:' || state, COUNT(*) FROM contact WHERE state <> 'waiting' GROUP BY list_id, state;
INSERT INTO tally (list_id, what, n) SELECT list_id, 'reject', COUNT(*) FROM reject GROUP BY list_id;
INSERT INTO tally (list_id, what, n) SELECT c.list_id, 'call:' || a.disposition, COUNT(*) FROM attempt a JOIN contact c ON c.id = a.contact_id
WHERE a.disposition IS NOT NULL GROUP BY c.list_id, a.disposition;
INSERT INTO pulse (campaign_id, at, calls) SELECT campaign_id, intent / 10000 * 10000, COUNT(*) FROM attempt WHERE state NOT IN ('due', 'dialing') GROUP BY 1, 2;
INSERT INTO pulse (campaign_id, at, ended, answered)
SELECT campaign_id, COALESCE(ended_at, intent) / 10000 * 10000, COUNT(*), SUM(CASE WHEN disposition IN ('answered', 'transferred') THEN 1 ELSE 0 END) FROM attempt
WHERE disposition IS NOT NULL GROUP BY 1, 2
ON CONFLICT (campaign_id, at) DO UPDATE SET ended = excluded.ended, answered = excluded.answered;
