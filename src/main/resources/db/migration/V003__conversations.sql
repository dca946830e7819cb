-- Whether the provider has told of a call by call_id: what it answers a start with may be the id of something else.
ALTER TABLE attempt ADD COLUMN call_seen INTEGER NOT NULL DEFAULT 0;

-- What was said in calls of campaigns that ask for it: personal data, kept apart from all else.
CREATE TABLE conversation (
  attempt_id BIGINT PRIMARY KEY,
  provider   TEXT   NOT NULL,
  wanted     TEXT   NOT NULL,
  transcript TEXT,
  summary    TEXT,
  analysis   TEXT,
  since      BIGINT NOT NULL,
  due        BIGINT,
  until      BIGINT NOT NULL
);
CREATE INDEX conversation_due ON conversation (provider, due) WHERE due IS NOT NULL;
