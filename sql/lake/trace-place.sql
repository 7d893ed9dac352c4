-- purpose: every customer with a number by the order of ids and a place in a fixed shuffle: rows of the session table place
-- grain: one row per customer
-- cost: one scan of customer_current, one sort of the ids
SELECT
  id AS customer,
  coalesce(nullif(region, ''), nullif(country, ''), 'all') AS segment,
  CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS customer_no,
  CAST(mod(row_number() OVER (ORDER BY id) * 2654435761, 4294967296) AS BIGINT) AS shuffled
FROM customer_current
