-- People who asked to be forgotten, by a keyed hash of their number: whoever stands here is neither enrolled nor dialled. Rows stay.
CREATE TABLE forgotten (
  fingerprint TEXT PRIMARY KEY,
  since       BIGINT NOT NULL,
  erased_at   BIGINT
);
CREATE INDEX forgotten_unfinished ON forgotten (since) WHERE erased_at IS NULL;

ALTER TABLE contact ADD COLUMN forgotten TEXT;
CREATE INDEX contact_forgotten ON contact (forgotten) WHERE forgotten IS NOT NULL;

-- Rows of archived lists that are to lose their cells, beside those of contacts.
CREATE TABLE erasable_row (
  list_id     BIGINT NOT NULL,
  row_number  BIGINT NOT NULL,
  fingerprint TEXT   NOT NULL,
  PRIMARY KEY (list_id, row_number)
);
CREATE INDEX erasable_row_of ON erasable_row (fingerprint);

-- Lists whose results still show somebody, until they are written with these changes.
CREATE TABLE erased_list (
  fingerprint TEXT   NOT NULL,
  list_id     BIGINT NOT NULL,
  changes     BIGINT NOT NULL,
  PRIMARY KEY (fingerprint, list_id)
);

-- Contacts of pruned lists, by a keyed hash of their key: nobody is called twice in one edition because a list was pruned.
CREATE TABLE pruned (
  campaign_id BIGINT NOT NULL,
  edition     INTEGER NOT NULL,
  key_hash    TEXT   NOT NULL,
  PRIMARY KEY (campaign_id, edition, key_hash)
);
CREATE INDEX list_pruning ON list (id) WHERE state = 'pruning';
