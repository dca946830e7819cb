-- Counted as rows change, by triggers, so that whoever looks at a campaign of a million contacts reads a few rows. The same stands for
-- the other database in db/postgresql.

-- How many of a list's contacts are in each state but waiting (contact:done), of its attempts ended in each way (call:answered), and of its rows were rejected (reject).
CREATE TABLE tally (
  list_id INTEGER NOT NULL,
  what    TEXT    NOT NULL,
  n       INTEGER NOT NULL,
  PRIMARY KEY (list_id, what)
) WITHOUT ROWID;
CREATE INDEX list_campaign ON list (campaign_id, edition);

-- Calls that began, calls that ended, and those among them that somebody answered, in each ten seconds in which there was one.
CREATE TABLE pulse (
  campaign_id INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  calls       INTEGER NOT NULL DEFAULT 0,
  ended       INTEGER NOT NULL DEFAULT 0,
  answered    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (campaign_id, at)
) WITHOUT ROWID;

-- A contact is always added as waiting, and is not counted then: even a trigger that does nothing would take as long as the insertion itself.
CREATE TRIGGER contact_moved AFTER UPDATE OF state ON contact WHEN OLD.state <> NEW.state BEGIN
  UPDATE tally SET n = n - 1 WHERE list_id = OLD.list_id AND what = 'contact:' || OLD.state;
  INSERT INTO tally (list_id, what, n) SELECT NEW.list_id, 'contact:' || NEW.state, 1 WHERE NEW.state <> 'waiting'
  ON CONFLICT (list_id, what) DO UPDATE SET n = n + 1;
END;

-- with its attempts, whichever go first
CREATE TRIGGER contact_gone AFTER DELETE ON contact BEGIN
  UPDATE tally SET n = n - 1 WHERE list_id = OLD.list_id AND what = 'contact:' || OLD.state;
  UPDATE tally SET n = n - (SELECT COUNT(*) FROM attempt WHERE contact_id = OLD.id AND 'call:' || disposition = what)
  WHERE list_id = OLD.list_id AND what LIKE 'call:%';
END;

CREATE TRIGGER reject_added AFTER INSERT ON reject BEGIN
  INSERT INTO tally (list_id, what, n) VALUES (NEW.list_id, 'reject', 1) ON CONFLICT (list_id, what) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER reject_gone AFTER DELETE ON reject BEGIN
  UPDATE tally SET n = n - 1 WHERE list_id = OLD.list_id AND what = 'reject';
END;

CREATE TRIGGER attempt_added AFTER INSERT ON attempt WHEN NEW.state NOT IN ('due', 'dialing') BEGIN
  INSERT INTO pulse (campaign_id, at, calls) VALUES (NEW.campaign_id, NEW.intent / 10000 * 10000, 1)
  ON CONFLICT (campaign_id, at) DO UPDATE SET calls = calls + 1;
  INSERT INTO pulse (campaign_id, at, ended, answered)
  SELECT NEW.campaign_id, COALESCE(NEW.ended_at, NEW.intent) / 10000 * 10000, 1, NEW.disposition IN ('answered', 'transferred') WHERE NEW.disposition IS NOT NULL
  ON CONFLICT (campaign_id, at) DO UPDATE SET ended = ended + 1, answered = answered + excluded.answered;
  INSERT INTO tally (list_id, what, n) SELECT list_id, 'call:' || NEW.disposition, 1 FROM contact WHERE id = NEW.contact_id AND NEW.disposition IS NOT NULL
  ON CONFLICT (list_id, what) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER attempt_called AFTER UPDATE OF state ON attempt WHEN (OLD.state IN ('due', 'dialing')) <> (NEW.state IN ('due', 'dialing')) BEGIN
  UPDATE pulse SET calls = calls - 1 WHERE campaign_id = OLD.campaign_id AND at = OLD.intent / 10000 * 10000 AND OLD.state NOT IN ('due', 'dialing');
  INSERT INTO pulse (campaign_id, at, calls) SELECT NEW.campaign_id, NEW.intent / 10000 * 10000, 1 WHERE NEW.state NOT IN ('due', 'dialing')
  ON CONFLICT (campaign_id, at) DO UPDATE SET calls = calls + 1;
END;

-- a late fact may change how a call ended, and equal refusals may be taken back
CREATE TRIGGER attempt_ended AFTER UPDATE OF disposition, ended_at ON attempt
WHEN OLD.disposition IS NOT NEW.disposition OR NEW.disposition IS NOT NULL AND OLD.ended_at IS NOT NEW.ended_at BEGIN
  UPDATE pulse SET ended = ended - 1, answered = answered - (OLD.disposition IN ('answered', 'transferred'))
  WHERE campaign_id = OLD.campaign_id AND at = COALESCE(OLD.ended_at, OLD.intent) / 10000 * 10000 AND OLD.disposition IS NOT NULL;
  INSERT INTO pulse (campaign_id, at, ended, answered)
  SELECT NEW.campaign_id, COALESCE(NEW.ended_at, NEW.intent) / 10000 * 10000, 1, NEW.disposition IN ('answered', 'transferred') WHERE NEW.disposition IS NOT NULL
  ON CONFLICT (campaign_id, at) DO UPDATE SET ended = ended + 1, answered = answered + excluded.answered;
  UPDATE tally SET n = n - 1 WHERE list_id = (SELECT list_id FROM contact WHERE id = OLD.contact_id) AND what = 'call:' || OLD.disposition;
  INSERT INTO tally (list_id, what, n) SELECT list_id, 'call:' || NEW.disposition, 1 FROM contact WHERE id = NEW.contact_id AND NEW.disposition IS NOT NULL
  ON CONFLICT (list_id, what) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER attempt_gone AFTER DELETE ON attempt WHEN OLD.disposition IS NOT NULL BEGIN
  UPDATE tally SET n = n - 1 WHERE list_id = (SELECT list_id FROM contact WHERE id = OLD.contact_id) AND what = 'call:' || OLD.disposition;
END;

INSERT INTO tally (list_id, what, n) SELECT list_id, 'contact:' || state, COUNT(*) FROM contact WHERE state <> 'waiting' GROUP BY list_id, state;
INSERT INTO tally (list_id, what, n) SELECT list_id, 'reject', COUNT(*) FROM reject GROUP BY list_id;
INSERT INTO tally (list_id, what, n) SELECT c.list_id, 'call:' || a.disposition, COUNT(*) FROM attempt a JOIN contact c ON c.id = a.contact_id
WHERE a.disposition IS NOT NULL GROUP BY c.list_id, a.disposition;
INSERT INTO pulse (campaign_id, at, calls) SELECT campaign_id, intent / 10000 * 10000, COUNT(*) FROM attempt WHERE state NOT IN ('due', 'dialing') GROUP BY 1, 2;
INSERT INTO pulse (campaign_id, at, ended, answered)
SELECT campaign_id, COALESCE(ended_at, intent) / 10000 * 10000, COUNT(*), SUM(disposition IN ('answered', 'transferred')) FROM attempt
WHERE disposition IS NOT NULL GROUP BY 1, 2
ON CONFLICT (campaign_id, at) DO UPDATE SET ended = excluded.ended, answered = excluded.answered;
