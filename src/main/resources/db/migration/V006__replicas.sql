-- Replicas of the version before may be writing, in any order of tables.
${alone};

-- What only one of several processes does at a time, and until when it is this one's.
CREATE TABLE duty (
  name        TEXT PRIMARY KEY,
  owner       TEXT   NOT NULL,
  lease_until BIGINT NOT NULL
);

-- When what is done at set times was last done to its end.
CREATE TABLE occasion (
  name TEXT PRIMARY KEY,
  at   BIGINT NOT NULL
);

-- The data directory that the list's file is in: processes with another one leave it alone. Blank: whoever finds the file.
ALTER TABLE list ADD COLUMN place TEXT NOT NULL DEFAULT '';

-- An older revision may have reached the sink after this one: it is to be handed over once more.
ALTER TABLE delivery ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
