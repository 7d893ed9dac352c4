-- purpose: how many customers each segment (region, else country, else all) has
-- grain: one row per segment
-- cost: one scan of the session table place
SELECT segment, CAST(count(*) AS BIGINT) AS customers
FROM place
GROUP BY 1
ORDER BY 1
