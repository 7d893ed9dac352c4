-- purpose: how many customers of each segment every actor opened, roughly (the shortlist is counted exactly by trace-shortlist)
-- grain: one row per actor and segment
-- param one_in BIGINT one customer in so many is counted, for as many; 1: all
-- cost: the session tables place and seen; approx_distinct is within about 10 % here
SELECT
  v.actor,
  p.segment,
  CAST(approx_distinct(p.customer) * $one_in AS BIGINT) AS customers
FROM seen v
JOIN place p ON p.customer_no = v.customer_no
WHERE p.shuffled * $one_in < 4294967296
GROUP BY 1, 2
ORDER BY 1, 2
