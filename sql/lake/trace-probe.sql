-- purpose: who opened the customers of the session table probe, and the leaked ones on which days
-- grain: one row per customer, actor and day (day is null for controls: one row per customer and actor)
-- columns: day counts from 0, the UTC day of the start of the scope
-- cost: the session tables probe, place, and seen, grouped
SELECT
  p.probe_no,
  v.actor,
  CASE WHEN p.leaked THEN v.day END AS day,
  CAST(count(*) AS INTEGER) AS views
FROM seen v
JOIN place c ON c.customer_no = v.customer_no
JOIN probe p ON p.customer = c.customer
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
