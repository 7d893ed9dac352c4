-- purpose: on which days each source spoke, whoever the actor, so that silence can be told from nothing having happened
-- grain: one row per source and UTC day with at least one access of any action
-- column source VARCHAR
-- column day INTEGER days since 1970-01-01
-- column last_at TIMESTAMP the last access of that day
-- cost: one scan of access.time over the whole lake
SELECT
  s.source,
  CAST(date_diff('day', DATE '1970-01-01', s.day) AS INTEGER) AS day,
  s.last_at
FROM (
  SELECT a.source, CAST(a.time AS DATE) AS day, max(a.time) AS last_at FROM access a GROUP BY a.source, CAST(a.time AS DATE)
) AS s
ORDER BY s.source, s.day
