-- purpose: how many customers each segment (region, else country, else all) has
-- grain: one row per segment
-- cost: one scan of customer_current
SELECT
  coalesce(nullif(region, ''), nullif(country, ''), 'all') AS segment,
  CAST(count(*) AS BIGINT) AS customers
FROM customer_current
GROUP BY 1
ORDER BY 1
