-- purpose: who opened the customers of the session table probe, and the leaked ones on which days
-- grain: one row per customer, actor and day (day is null for controls: one row per customer and actor)
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- columns: day counts from 0, the UTC day of `from`
-- cost: one scan of access in the window, semijoin with the probed customers' aliases
WITH named AS (
  SELECT p.customer AS alias, p.probe_no, p.leaked
  FROM probe p
  WHERE NOT EXISTS (SELECT 1 FROM subject_alias s WHERE s.alias = p.customer)
  UNION ALL
  SELECT s.alias, p.probe_no, p.leaked FROM probe p JOIN subject_alias s ON s.customer = p.customer
)
SELECT
  n.probe_no,
  coalesce(p.actor, a.actor) AS actor,
  CASE
    WHEN n.leaked THEN CAST(date_diff('day', date_trunc('day', CAST($from AS TIMESTAMP)), a.time) AS INTEGER)
  END AS day,
  CAST(count(*) AS INTEGER) AS views
FROM access a
JOIN named n ON n.alias = a.subject
LEFT JOIN actor_alias p ON p.account = a.actor
WHERE a.time >= $from AND a.time < $to
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
