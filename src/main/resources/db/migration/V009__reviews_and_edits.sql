-- Replicas of the version before may be writing, in any order of tables.
${alone};

-- When it became clear that only a person can decide on an attempt. Null for those of the version before.
ALTER TABLE attempt ADD COLUMN review_at BIGINT;

-- What was done to a campaign is looked up often.
CREATE INDEX audit_of ON audit (subject, what, at);

-- The campaign files that the audit knows of, so that it tells of an edit once, whoever sees it, and also of what was edited while nobody looked.
CREATE TABLE campaign_file (
  name        TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL
);
