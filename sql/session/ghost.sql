-- purpose: actors whose leaks are simulated, and the time from which each copies
-- grain: one row per actor
CREATE TEMP TABLE ghost (
  actor VARCHAR NOT NULL,
  from_time TIMESTAMP NOT NULL,
  to_time TIMESTAMP NOT NULL
)
