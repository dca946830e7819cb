-- Instants are milliseconds since the epoch; states and dispositions are the words of io.voicecampaigns.call.

CREATE TABLE installation (
  id                 INTEGER PRIMARY KEY CHECK (id = 1),
  secret_fingerprint TEXT   NOT NULL,
  heartbeat          BIGINT NOT NULL
);

-- The provider account that this ledger's calls were made with: another one is refused.
CREATE TABLE account (
  provider    TEXT PRIMARY KEY,
  fingerprint TEXT   NOT NULL,
  sweep_begun BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE campaign (
  id               ${pk},
  name             TEXT   NOT NULL UNIQUE,
  provider         TEXT   NOT NULL,
  edition          INTEGER NOT NULL,
  paused           TEXT,
  pause_heals      TEXT,
  pause_seen       TEXT,
  paused_at        BIGINT,
  heal_at          BIGINT,
  heals            INTEGER NOT NULL DEFAULT 0,
  own_refusals     INTEGER NOT NULL DEFAULT 0,
  contact_refusals INTEGER NOT NULL DEFAULT 0,
  contact_refusal  TEXT,
  refused_since    BIGINT
);

CREATE TABLE list (
  id           ${pk},
  campaign_id  BIGINT NOT NULL REFERENCES campaign (id),
  edition      INTEGER NOT NULL,
  name         TEXT   NOT NULL,
  original     TEXT   NOT NULL,
  state        TEXT   NOT NULL,
  rows_read    BIGINT NOT NULL DEFAULT 0,
  error        TEXT,
  taken_at     BIGINT NOT NULL,
  changes      BIGINT NOT NULL DEFAULT 0,
  changed_at   BIGINT,
  written      BIGINT NOT NULL DEFAULT 0,
  UNIQUE (campaign_id, name)
);
CREATE INDEX list_reading ON list (id) WHERE state = 'reading';
CREATE INDEX list_changed ON list (changed_at) WHERE changed_at IS NOT NULL;

CREATE TABLE contact (
  id          ${pk},
  campaign_id BIGINT NOT NULL,
  edition     INTEGER NOT NULL,
  key         TEXT   NOT NULL,
  list_id     BIGINT NOT NULL,
  row_number  BIGINT NOT NULL,
  line_number BIGINT NOT NULL,
  phone       TEXT   NOT NULL,
  zones       TEXT   NOT NULL,
  variables   TEXT   NOT NULL,
  state       TEXT   NOT NULL,
  note        TEXT,
  due         BIGINT NOT NULL,
  swept_after BIGINT NOT NULL DEFAULT 0,
  next_number INTEGER NOT NULL DEFAULT 1,
  version     INTEGER NOT NULL DEFAULT 0,
  UNIQUE (campaign_id, edition, key)
);
CREATE INDEX contact_waiting ON contact (campaign_id, edition, zones, due, id) WHERE state = 'waiting';
CREATE INDEX contact_open ON contact (list_id) WHERE state IN ('waiting', 'active');
CREATE INDEX contact_row ON contact (list_id, row_number);
CREATE INDEX contact_phone ON contact (phone);

CREATE TABLE attempt (
  id            ${pk},
  uuid          TEXT   NOT NULL UNIQUE,
  contact_id    BIGINT NOT NULL,
  campaign_id   BIGINT NOT NULL,
  number        INTEGER NOT NULL,
  provider      TEXT   NOT NULL,
  phone         TEXT   NOT NULL,
  state         TEXT   NOT NULL,
  version       INTEGER NOT NULL DEFAULT 0,
  owner         TEXT,
  lease_until   BIGINT,
  intent        BIGINT NOT NULL,
  sent          INTEGER NOT NULL DEFAULT 0,
  call_id       TEXT,
  call_created  BIGINT,
  call_status   TEXT,
  disposition   TEXT,
  end_reason    TEXT,
  duration      INTEGER,
  recording_url TEXT,
  started_at    BIGINT,
  ended_at      BIGINT,
  agent_version TEXT,
  error         TEXT,
  revision      INTEGER NOT NULL DEFAULT 0,
  check_at      BIGINT,
  watch_until   BIGINT,
  UNIQUE (contact_id, number)
);
CREATE INDEX attempt_in_flight ON attempt (provider, campaign_id, state) WHERE state IN ('dialing', 'in_call', 'uncertain');
CREATE INDEX attempt_unsettled ON attempt (provider, state, intent) WHERE state IN ('due', 'dialing', 'in_call', 'uncertain', 'review');
CREATE UNIQUE INDEX attempt_call ON attempt (provider, call_id) WHERE call_id IS NOT NULL;
CREATE INDEX attempt_phone ON attempt (phone, intent);
CREATE INDEX attempt_intent ON attempt (campaign_id, intent);
CREATE INDEX attempt_check ON attempt (provider, check_at) WHERE check_at IS NOT NULL;

-- One row for each sink that an outcome goes to; the revision says which one the sink has accepted.
CREATE TABLE delivery (
  attempt_id BIGINT NOT NULL,
  sink       TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  revision   INTEGER NOT NULL,
  due        BIGINT NOT NULL,
  tries      INTEGER NOT NULL DEFAULT 0,
  error      TEXT,
  PRIMARY KEY (attempt_id, sink)
);
CREATE INDEX delivery_due ON delivery (sink, due, attempt_id) WHERE state = 'due';

CREATE TABLE reject (
  list_id     BIGINT NOT NULL,
  row_number  BIGINT NOT NULL,
  line_number BIGINT NOT NULL,
  reason      TEXT   NOT NULL,
  PRIMARY KEY (list_id, row_number)
);

CREATE TABLE suppression (
  phone  TEXT PRIMARY KEY,
  reason TEXT   NOT NULL,
  since  BIGINT NOT NULL
);

-- Calls that the provider lists with an id of ours that this ledger does not know: it was restored from an older copy.
CREATE TABLE seen_call (
  uuid     TEXT PRIMARY KEY,
  provider TEXT   NOT NULL,
  call_id  TEXT   NOT NULL,
  created  BIGINT NOT NULL
);
