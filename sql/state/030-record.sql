-- What leaves of type `record` commit to. It replaces `case_event`, which kept the same in the clear and behind no leaf.
DROP TABLE case_event;
DROP TABLE finding;

-- A key for each person of a case, one for what a case holds about nobody in particular, one for what belongs to no case.
CREATE TABLE subject_key (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- HMAC-SHA-256 of [case, person] under a key from the master key: how the row is found, without saying whose it is.
  tag BLOB NOT NULL UNIQUE,
  -- The key, AES-256-GCM under the master key: IV, ciphertext, authentication tag; bound to `tag`.
  wrapped BLOB NOT NULL
) STRICT;

CREATE TABLE record (
  -- As in the leaf: 32 bytes in hex.
  commitment TEXT PRIMARY KEY,
  -- Empty: the main log; else the incident of a notices log.
  incident TEXT NOT NULL,
  -- Index in that log; null while the leaf is not known to be in it.
  leaf INTEGER CHECK (leaf >= 0),
  kind TEXT NOT NULL,
  case_id TEXT,
  -- Of case events, from 0 in each case, without holes.
  seq INTEGER CHECK (seq >= 0),
  key INTEGER NOT NULL REFERENCES subject_key (id),
  -- Nonce and canonical record, AES-256-GCM under the key: IV, ciphertext, authentication tag; bound to `commitment`.
  sealed BLOB NOT NULL,
  UNIQUE (incident, leaf)
) STRICT;

CREATE UNIQUE INDEX record_event ON record (case_id, seq) WHERE kind = 'event';
CREATE UNIQUE INDEX record_told ON record (incident, key) WHERE kind = 'told';
CREATE INDEX record_pending ON record (incident) WHERE leaf IS NULL;
CREATE INDEX record_key ON record (key);
CREATE INDEX record_kind ON record (kind, leaf);

-- The leaves whose records are being destroyed: filled from a leaf of type `erased` and emptied in the same transaction.
CREATE TABLE erasing (
  incident TEXT NOT NULL,
  leaf INTEGER NOT NULL,
  PRIMARY KEY (incident, leaf)
) STRICT;

CREATE TRIGGER record_event_without_holes BEFORE INSERT ON record
WHEN NEW.kind = 'event'
  AND NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM record WHERE kind = 'event' AND case_id = NEW.case_id)
BEGIN
  SELECT raise(ABORT, 'case events follow one another without holes');
END;

CREATE TRIGGER record_starts_pending BEFORE INSERT ON record
WHEN NEW.leaf IS NOT NULL
BEGIN
  SELECT raise(ABORT, 'a record is kept before its leaf is appended');
END;

CREATE TRIGGER record_stays_as_it_is BEFORE UPDATE ON record
WHEN NOT (
  OLD.leaf IS NULL AND NEW.leaf IS NOT NULL AND NEW.commitment = OLD.commitment AND NEW.incident = OLD.incident
  AND NEW.kind = OLD.kind AND NEW.case_id IS OLD.case_id AND NEW.seq IS OLD.seq AND NEW.key = OLD.key
  AND NEW.sealed = OLD.sealed
)
BEGIN
  SELECT raise(ABORT, 'records are never changed');
END;

CREATE TRIGGER record_stays BEFORE DELETE ON record
WHEN OLD.leaf IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM erasing WHERE erasing.incident = OLD.incident AND erasing.leaf = OLD.leaf)
BEGIN
  SELECT raise(ABORT, 'records are never removed, except by an erasure that is in the log');
END;

CREATE TRIGGER subject_key_stays_as_it_is BEFORE UPDATE ON subject_key
BEGIN
  SELECT raise(ABORT, 'keys are never changed');
END;

CREATE TRIGGER subject_key_stays BEFORE DELETE ON subject_key
WHEN EXISTS (SELECT 1 FROM record WHERE record.key = OLD.id)
BEGIN
  SELECT raise(ABORT, 'a key is destroyed only when nothing is kept under it any more');
END;
