-- purpose: whether customers have addresses on the domains that canaries are to have
-- grain: one row per domain that somebody uses
-- param domains VARCHAR[] lower case
-- cost: one scan of customers.email
SELECT split_part(lower(email), '@', 2) AS domain, CAST(count(*) AS BIGINT) AS customers
FROM customers
WHERE split_part(lower(email), '@', 2) IN (SELECT n.name FROM UNNEST($domains) AS n (name))
GROUP BY 1
ORDER BY 1
