-- purpose: which controllers the customers on file name, to say which entries company.yml needs
-- grain: one row per controller, null for customers without one
-- column persons BIGINT customers whose newest version names it
-- cost: one scan of customer_current
SELECT nullif(controller, '') AS controller, CAST(count(*) AS BIGINT) AS persons
FROM customer_current
GROUP BY 1
ORDER BY 1
