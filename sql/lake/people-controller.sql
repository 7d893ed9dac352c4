-- purpose: which controllers and tenants the customers on file name, to say which entries company.yml needs
-- grain: one row per controller or tenant, null for customers with neither
-- column tenant BOOLEAN a business customer, for whom the company handles the data
-- column persons BIGINT customers whose newest version names it
-- cost: one scan of customer_current
SELECT
  coalesce(nullif(tenant, ''), nullif(controller, '')) AS controller,
  nullif(tenant, '') IS NOT NULL AS tenant,
  CAST(count(*) AS BIGINT) AS persons
FROM customer_current
GROUP BY 1, 2
ORDER BY 1, 2
