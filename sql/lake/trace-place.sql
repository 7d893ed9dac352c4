-- purpose: every customer with a number by the order of ids and a place in a fixed shuffle: rows of the session table place
-- grain: one row per customer
-- cost: one scan of customer_current, one sort of the ids
SELECT
  customer,
  segment,
  CAST(n AS INTEGER) AS customer_no,
  CAST(mod(n * 2654435761, 4294967296) AS BIGINT) AS shuffled
FROM (
  SELECT
    id AS customer,
    coalesce(nullif(region, ''), nullif(country, ''), 'all') AS segment,
    row_number() OVER (ORDER BY id) AS n
  FROM customer_current
) AS numbered
