-- The cases as streams of events. What happened is not changed afterwards: a mistake is put right by a later event.
CREATE TABLE case_event (
  case_id TEXT NOT NULL,
  -- From 0 in each case, without holes.
  seq INTEGER NOT NULL CHECK (seq >= 0),
  -- ISO 8601 in UTC.
  at TEXT NOT NULL,
  -- The operator's login name.
  by TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- The event's remaining keys as JSON: documents, ids and counts.
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (case_id, seq)
) STRICT;

CREATE TRIGGER case_event_without_holes BEFORE INSERT ON case_event
WHEN NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM case_event WHERE case_id = NEW.case_id)
BEGIN
  SELECT raise(ABORT, 'case events follow one another without holes');
END;

CREATE TRIGGER case_event_stays_as_it_is BEFORE UPDATE ON case_event
BEGIN
  SELECT raise(ABORT, 'case events are never changed');
END;

CREATE TRIGGER case_event_stays BEFORE DELETE ON case_event
BEGIN
  SELECT raise(ABORT, 'case events are never removed');
END;
