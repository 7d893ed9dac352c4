-- purpose: who opened the customers of the session table probe, and the leaked ones on which days
-- grain: one row per customer, actor and day; of controls one per customer and actor
-- param from TIMESTAMP whose UTC day is day 0
-- columns: actor_no as in the session table roster; day is 0 for controls
-- cost: the session tables probe, place, roster, and seen, grouped
WITH grouped AS (
  SELECT
    p.probe_no,
    r.actor_no,
    CASE WHEN p.leaked THEN v.event_day END AS event_day,
    count(*) AS views
  FROM seen v
  JOIN place c ON c.customer_no = v.customer_no
  JOIN probe p ON p.customer = c.customer
  JOIN roster r ON r.actor = v.actor
  GROUP BY 1, 2, 3
),
dated AS (SELECT probe_no, actor_no, event_day, CAST(event_day AS VARCHAR) AS digits, views FROM grouped)
SELECT
  probe_no,
  actor_no,
  CAST(coalesce(date_diff(
    'day', CAST($from AS DATE), CAST(substr(digits, 1, 4) || '-' || substr(digits, 5, 2) || '-' || substr(digits, 7, 2) AS DATE)
  ), 0) AS INTEGER) AS day,
  CAST(views AS INTEGER) AS views
FROM dated
ORDER BY probe_no, actor_no, event_day
