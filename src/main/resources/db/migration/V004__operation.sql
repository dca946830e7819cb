-- What persons want of a campaign, apart from pauses that its own faults caused: nothing but a person ends it.
ALTER TABLE campaign ADD COLUMN held_at BIGINT;
ALTER TABLE campaign ADD COLUMN held_by TEXT;
ALTER TABLE campaign ADD COLUMN held_reason TEXT;
-- Editions up to this one are cancelled.
ALTER TABLE campaign ADD COLUMN cancelled_edition INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaign ADD COLUMN cancelled_at BIGINT;
ALTER TABLE campaign ADD COLUMN cancelled_by TEXT;
ALTER TABLE campaign ADD COLUMN cancelled_reason TEXT;

-- Who changed what, when. Rows are added and never changed; nothing in them tells of a person who is called.
CREATE TABLE audit (
  id      ${pk},
  at      BIGINT NOT NULL,
  who     TEXT   NOT NULL,
  what    TEXT   NOT NULL,
  subject TEXT   NOT NULL,
  detail  TEXT   NOT NULL
);
CREATE INDEX audit_at ON audit (at);
${append_only_audit}

CREATE INDEX attempt_review ON attempt (intent) WHERE state = 'review';
