-- purpose: streets of customers, with # in the place of the house number
-- grain: one row per country and pattern
-- param least INTEGER customers who share the pattern, at least
-- cost: one aggregation of customer_current
-- Where an address has several numbers the engines differ (DuckDB replaces the first, Trino all); callers take patterns with one # and no digit.
SELECT country, regexp_replace(address, '[0-9]+', '#') AS pattern, CAST(count(*) AS BIGINT) AS persons
FROM customer_current
WHERE nullif(address, '') IS NOT NULL
GROUP BY country, regexp_replace(address, '[0-9]+', '#')
HAVING count(*) >= $least
ORDER BY 1, 2
