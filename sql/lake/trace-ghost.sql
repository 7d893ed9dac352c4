-- purpose: customers that the actors of the session table ghost opened in their time, in the segments of the leaked list
-- grain: one row per actor and customer, at most `per_ghost` an actor
-- param per_ghost INTEGER customers wanted per actor
-- cost: one scan of access, semijoin with the ghosts' accounts; needs the session tables place, and probe with the leaked customers, who are left out
WITH placed AS (
  SELECT p.customer, p.segment, p.shuffled, l.customer IS NOT NULL AS leaked
  FROM place p
  LEFT JOIN (SELECT customer FROM probe WHERE leaked) l ON l.customer = p.customer
),
wanted AS (
  SELECT customer, segment, shuffled
  FROM placed
  WHERE NOT leaked AND segment IN (SELECT segment FROM placed WHERE leaked)
),
named AS (
  SELECT w.customer AS alias, w.customer, w.segment, w.shuffled
  FROM wanted w
  WHERE NOT EXISTS (SELECT 1 FROM logged_alias s WHERE s.alias = w.customer)
  UNION ALL
  SELECT s.alias, w.customer, w.segment, w.shuffled FROM wanted w JOIN logged_alias s ON s.customer = w.customer
),
principal AS (
  SELECT g.actor AS account, g.actor, g.from_time, g.to_time
  FROM ghost g
  WHERE NOT EXISTS (SELECT 1 FROM actor_alias p WHERE p.account = g.actor)
  UNION ALL
  SELECT p.account, p.actor, g.from_time, g.to_time FROM actor_alias p JOIN ghost g ON g.actor = p.actor
),
opened AS (
  SELECT DISTINCT w.actor, n.customer, n.segment, n.shuffled
  FROM access a
  JOIN principal w ON w.account = a.actor
  JOIN named n ON n.alias = a.subject
  WHERE a.time >= w.from_time AND a.time < w.to_time
)
SELECT actor, customer, segment
FROM (SELECT *, row_number() OVER (PARTITION BY actor ORDER BY shuffled) AS place FROM opened) AS ranked
WHERE place <= $per_ghost
ORDER BY actor, customer
