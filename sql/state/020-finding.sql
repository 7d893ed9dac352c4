-- Findings: `reported` is 0 once a later run over the same day no longer reports it; a case may still rest on it.
CREATE TABLE finding (
  id TEXT PRIMARY KEY,
  day TEXT NOT NULL,
  score REAL NOT NULL,
  reported INTEGER NOT NULL,
  document TEXT NOT NULL
) STRICT;
