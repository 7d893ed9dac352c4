-- purpose: towns of customers, with the shapes of their postcodes that enough of them share
-- grain: one row per country, region, city and shape (null: the town's customers whose shapes are too rare)
-- param least INTEGER customers who share town and shape, at least
-- column postcode VARCHAR the first two characters as they are, then # for each digit and @ for each letter
-- cost: one aggregation of customer_current
WITH shaped AS (
  SELECT
    country,
    region,
    city,
    substr(postcode, 1, 2) || translate(
      upper(substr(postcode, 3)),
      '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      '##########@@@@@@@@@@@@@@@@@@@@@@@@@@'
    ) AS postcode
  FROM customer_current
  WHERE nullif(city, '') IS NOT NULL
),
counted AS (
  SELECT country, region, city, postcode, count(*) AS persons
  FROM shaped
  GROUP BY country, region, city, postcode
)
SELECT
  country,
  region,
  city,
  CASE WHEN persons >= $least THEN postcode END AS postcode,
  CAST(sum(persons) AS BIGINT) AS persons
FROM counted
GROUP BY country, region, city, CASE WHEN persons >= $least THEN postcode END
HAVING sum(persons) >= $least
ORDER BY 1, 2, 3, 4
