-- purpose: how many customers of each segment every actor opened, roughly (the shortlist is counted exactly by trace-shortlist)
-- grain: one row per actor and segment
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- param one_in INTEGER one customer in so many is counted, for as many; 1: all
-- cost: one scan of access in the window with two hash joins; approx_distinct is within about 10 % here
-- The sample is a fixed shuffle (multiplication by a prime), the same on every engine and no pattern of the ids.
WITH shuffled AS (
  SELECT
    id,
    coalesce(nullif(region, ''), nullif(country, ''), 'all') AS segment,
    mod(row_number() OVER (ORDER BY id) * 2654435761, 4294967296) AS place
  FROM customer_current
),
counted AS (SELECT id, segment FROM shuffled WHERE place * $one_in < 4294967296),
placed AS (
  SELECT c.id AS alias, c.id AS customer, c.segment
  FROM counted c
  WHERE NOT EXISTS (SELECT 1 FROM subject_alias s WHERE s.alias = c.id)
  UNION ALL
  SELECT s.alias, c.id, c.segment FROM subject_alias s JOIN counted c ON c.id = s.customer
)
SELECT
  coalesce(p.actor, a.actor) AS actor,
  n.segment,
  CAST(approx_distinct(n.customer) * $one_in AS BIGINT) AS customers
FROM access a
JOIN placed n ON n.alias = a.subject
LEFT JOIN actor_alias p ON p.account = a.actor
WHERE a.time >= $from AND a.time < $to
GROUP BY 1, 2
ORDER BY 1, 2
