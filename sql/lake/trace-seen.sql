-- purpose: every access to the customers that a trace compares: rows of the session table seen
-- grain: one row per access to a customer of the session table probe, or of the two samples
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- param first_day INTEGER the day of from, as in event_day
-- param last_day INTEGER the day of to
-- param controls_of BIGINT of the customers of the listed segments one in so many; 1: all, null: none
-- param volumes_of BIGINT of all customers one in so many; 1: all, null: none
-- cost: one scan of access, of which times are read on the first and the last day of the window only, with two hash joins; needs the session tables place and probe
WITH listed AS (SELECT DISTINCT l.segment FROM place l JOIN probe p ON p.customer = l.customer),
wanted AS (
  SELECT p.customer, p.customer_no
  FROM place p
  WHERE p.customer IN (SELECT customer FROM probe)
    OR p.shuffled * $volumes_of < 4294967296
    OR (p.shuffled * $controls_of < 4294967296 AND p.segment IN (SELECT segment FROM listed))
),
named AS (
  SELECT w.customer AS alias, w.customer_no
  FROM wanted w
  WHERE NOT EXISTS (SELECT 1 FROM logged_alias s WHERE s.alias = w.customer)
  UNION ALL
  SELECT s.alias, w.customer_no FROM logged_alias s JOIN wanted w ON w.customer = s.customer
),
-- Of the days that lie in the window as a whole the time is not read: a third of the scan.
within AS (
  SELECT subject, actor, event_day
  FROM access
  WHERE event_day > $first_day AND event_day < $last_day
  UNION ALL
  SELECT subject, actor, event_day
  FROM access
  WHERE event_day IN ($first_day, $last_day) AND time >= $from AND time < $to
)
SELECT
  n.customer_no,
  coalesce(p.actor, a.actor) AS actor,
  a.event_day
FROM within a
JOIN named n ON n.alias = a.subject
LEFT JOIN actor_alias p ON p.account = a.actor
