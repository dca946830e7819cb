-- Replicas of the version before may be writing, in any order of tables.
${alone};

-- Another number of somebody who was forgotten: it is as good as the one that this row names, and is erased with it.
ALTER TABLE forgotten ADD COLUMN person TEXT;
CREATE INDEX forgotten_person ON forgotten (person) WHERE person IS NOT NULL;

-- Archives in which rows about somebody are still to be looked for, each by a process with that data directory.
CREATE TABLE archive_search (
  fingerprint TEXT NOT NULL,
  place       TEXT NOT NULL,
  PRIMARY KEY (fingerprint, place)
);
