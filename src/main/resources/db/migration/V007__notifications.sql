-- What people are told, once on each channel: the event names what happened, and when, so that whoever sees it again adds nothing.
CREATE TABLE notification (
  id       ${pk},
  event    TEXT   NOT NULL,
  channel  TEXT   NOT NULL,
  kind     TEXT   NOT NULL,
  campaign TEXT   NOT NULL,
  subject  TEXT   NOT NULL,
  text     TEXT   NOT NULL,
  happened BIGINT NOT NULL,
  state    TEXT   NOT NULL,
  due      BIGINT NOT NULL,
  tries    INTEGER NOT NULL DEFAULT 0,
  error    TEXT,
  UNIQUE (event, channel)
);
CREATE INDEX notification_due ON notification (due) WHERE state = 'due';
CREATE INDEX notification_of ON notification (kind, campaign, happened);
