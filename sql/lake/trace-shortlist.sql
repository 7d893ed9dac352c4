-- purpose: the whole activity of the actors in the session table shortlist, exactly: views by day, customers by segment
-- grain: one row per actor, segment and day
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- param first_day INTEGER the day of from, as in event_day
-- param last_day INTEGER the day of to
-- columns: day counts from 0, the UTC day of `from`; opened: customers of the segment first opened by the actor on that day
-- cost: one scan of access, of which times are read on the first and the last day of the window only, semijoin with the shortlist's accounts; needs the session
-- table place
WITH principal AS (
  SELECT s.actor AS account, s.actor
  FROM shortlist s
  WHERE NOT EXISTS (SELECT 1 FROM actor_alias p WHERE p.account = s.actor)
  UNION ALL
  SELECT p.account, p.actor FROM actor_alias p JOIN shortlist s ON s.actor = p.actor
),
within AS (
  SELECT subject, actor, event_day
  FROM access
  WHERE event_day > $first_day AND event_day < $last_day
  UNION ALL
  SELECT subject, actor, event_day
  FROM access
  WHERE event_day IN ($first_day, $last_day) AND time >= $from AND time < $to
),
-- First what they did, which is little, then whose customers these are.
opened AS (
  SELECT w.actor, a.subject, a.event_day, count(*) AS views
  FROM within a
  JOIN principal w ON w.account = a.actor
  WHERE a.subject IS NOT NULL
  GROUP BY 1, 2, 3
),
by_customer AS (
  SELECT v.actor, p.segment, p.customer_no, v.event_day, sum(v.views) AS views
  FROM opened v
  LEFT JOIN logged_alias s ON s.alias = v.subject
  JOIN place p ON p.customer = coalesce(s.customer, v.subject)
  GROUP BY 1, 2, 3, 4
),
dated AS (
  SELECT
    actor,
    segment,
    CAST(event_day AS VARCHAR) AS digits,
    views,
    row_number() OVER (PARTITION BY actor, customer_no ORDER BY event_day) AS nth
  FROM by_customer
),
summed AS (
  SELECT actor, segment, digits, sum(views) AS views, sum(CASE WHEN nth = 1 THEN 1 ELSE 0 END) AS opened
  FROM dated
  GROUP BY actor, segment, digits
)
SELECT
  actor,
  segment,
  CAST(date_diff(
    'day', CAST($from AS DATE), CAST(substr(digits, 1, 4) || '-' || substr(digits, 5, 2) || '-' || substr(digits, 7, 2) AS DATE)
  ) AS INTEGER) AS day,
  CAST(views AS BIGINT) AS views,
  CAST(opened AS BIGINT) AS opened
FROM summed
ORDER BY actor, segment, digits
