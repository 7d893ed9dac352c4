-- purpose: the whole activity of the actors in the session table shortlist, exactly: views by day, customers by segment
-- grain: one row per actor, segment and day
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- columns: day counts from 0, the UTC day of `from`; opened: customers of the segment first opened by the actor on that day
-- cost: one scan of access in the window, semijoin with the shortlist's accounts
WITH principal AS (
  SELECT s.actor AS account, s.actor
  FROM shortlist s
  WHERE NOT EXISTS (SELECT 1 FROM actor_alias p WHERE p.account = s.actor)
  UNION ALL
  SELECT p.account, p.actor FROM actor_alias p JOIN shortlist s ON s.actor = p.actor
),
-- First what they did, which is little, then whose customers these are.
seen AS (
  SELECT
    w.actor,
    a.subject,
    CAST(date_diff('day', date_trunc('day', CAST($from AS TIMESTAMP)), a.time) AS INTEGER) AS day,
    count(*) AS views
  FROM access a
  JOIN principal w ON w.account = a.actor
  WHERE a.time >= $from AND a.time < $to AND a.subject IS NOT NULL
  GROUP BY 1, 2, 3
),
by_customer AS (
  SELECT
    v.actor,
    coalesce(nullif(c.region, ''), nullif(c.country, ''), 'all') AS segment,
    c.id AS customer,
    v.day,
    sum(v.views) AS views
  FROM seen v
  LEFT JOIN subject_alias s ON s.alias = v.subject
  JOIN customer_current c ON c.id = coalesce(s.customer, v.subject)
  GROUP BY 1, 2, 3, 4
),
dated AS (
  SELECT actor, segment, day, views, row_number() OVER (PARTITION BY actor, customer ORDER BY day) AS nth
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
