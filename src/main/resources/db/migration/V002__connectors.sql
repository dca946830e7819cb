-- One row for each source of a campaign that is not its inbox folder. The run fences: what an earlier one hands over late is refused.
CREATE TABLE source (
  id          ${pk},
  campaign_id BIGINT NOT NULL REFERENCES campaign (id),
  edition     INTEGER NOT NULL,
  system      TEXT   NOT NULL,
  list_id     BIGINT NOT NULL,
  properties  TEXT   NOT NULL,
  cursor      TEXT   NOT NULL DEFAULT '',
  run         BIGINT NOT NULL DEFAULT 0,
  owner       TEXT,
  lease_until BIGINT,
  next_run    BIGINT NOT NULL,
  failures    INTEGER NOT NULL DEFAULT 0,
  has_check   INTEGER NOT NULL DEFAULT 0,
  UNIQUE (campaign_id, edition, system)
);
CREATE UNIQUE INDEX source_list ON source (list_id);

-- What a source calls the record. Contacts that a source may ask to be left alone are dialled only while they are cleared.
ALTER TABLE contact ADD COLUMN ref TEXT;
ALTER TABLE contact ADD COLUMN cleared_until BIGINT;
CREATE UNIQUE INDEX contact_ref ON contact (list_id, ref) WHERE ref IS NOT NULL;
CREATE INDEX contact_cleared ON contact (list_id, cleared_until) WHERE state = 'waiting' AND cleared_until IS NOT NULL;
ALTER TABLE reject ADD COLUMN ref TEXT;
CREATE UNIQUE INDEX reject_ref ON reject (list_id, ref) WHERE ref IS NOT NULL;

-- Each campaign's outcomes go to a sink apart from others'.
ALTER TABLE delivery ADD COLUMN campaign_id BIGINT NOT NULL DEFAULT 0;
UPDATE delivery SET campaign_id = (SELECT a.campaign_id FROM attempt a WHERE a.id = delivery.attempt_id);
DROP INDEX delivery_due;
CREATE INDEX delivery_due ON delivery (sink, campaign_id, due, attempt_id) WHERE state = 'due';
CREATE INDEX delivery_undeliverable ON delivery (sink, campaign_id) WHERE state = 'undeliverable';

-- Who hands a campaign's outcomes to a sink now, where several processes share the ledger.
CREATE TABLE hand_over (
  campaign_id BIGINT NOT NULL,
  sink        TEXT   NOT NULL,
  owner       TEXT   NOT NULL,
  lease_until BIGINT NOT NULL,
  PRIMARY KEY (campaign_id, sink)
);
