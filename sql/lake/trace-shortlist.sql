-- purpose: the whole activity of the actors in the session table shortlist, exactly: views by day, customers by segment
-- grain: one row per actor, segment and day
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- columns: day counts from 0, the UTC day of `from`; opened: customers of the segment first opened by the actor on that day
-- cost: one scan of access in the window, semijoin with the shortlist's accounts
WITH known AS (
  SELECT c.id AS alias, c.id AS customer
  FROM customer_current c
  WHERE NOT EXISTS (SELECT 1 FROM subject_alias s WHERE s.alias = c.id)
  UNION ALL
  SELECT alias, customer FROM subject_alias
),
placed AS (
  SELECT n.alias, c.id AS customer, coalesce(nullif(c.region, ''), nullif(c.country, ''), 'all') AS segment
  FROM known n JOIN customer_current c ON c.id = n.customer
),
principal AS (
  SELECT s.actor AS account, s.actor
  FROM shortlist s
  WHERE NOT EXISTS (SELECT 1 FROM actor_alias p WHERE p.account = s.actor)
  UNION ALL
  SELECT p.account, p.actor FROM actor_alias p JOIN shortlist s ON s.actor = p.actor
),
by_customer AS (
  SELECT
    w.actor,
    n.segment,
    n.customer,
    CAST(date_diff('day', date_trunc('day', CAST($from AS TIMESTAMP)), a.time) AS INTEGER) AS day,
    count(*) AS views
  FROM access a
  JOIN principal w ON w.account = a.actor
  JOIN placed n ON n.alias = a.subject
  WHERE a.time >= $from AND a.time < $to
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
