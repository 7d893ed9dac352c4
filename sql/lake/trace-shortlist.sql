-- purpose: the whole activity of the actors in the session table shortlist, exactly: views by day, customers by segment
-- grain: one row per actor, segment and day
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
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
  WHERE event_day > CAST($from AS DATE) AND event_day < CAST($to AS DATE)
  UNION ALL
  SELECT subject, actor, event_day
  FROM access
  WHERE event_day IN (CAST($from AS DATE), CAST($to AS DATE)) AND time >= $from AND time < $to
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
  SELECT
    v.actor,
    p.segment,
    p.customer_no,
    CAST(date_diff('day', CAST($from AS DATE), v.event_day) AS INTEGER) AS day,
    sum(v.views) AS views
  FROM opened v
  LEFT JOIN logged_alias s ON s.alias = v.subject
  JOIN place p ON p.customer = coalesce(s.customer, v.subject)
  GROUP BY 1, 2, 3, 4
),
dated AS (
  SELECT actor, segment, day, views, row_number() OVER (PARTITION BY actor, customer_no ORDER BY day) AS nth
  FROM by_customer
)
SELECT
  actor,
  segment,
  day,
  CAST(sum(views) AS BIGINT) AS views,
  CAST(sum(CASE WHEN nth = 1 THEN 1 ELSE 0 END) AS BIGINT) AS opened
FROM dated
GROUP BY actor, segment, day
ORDER BY actor, segment, day
