-- purpose: what customers there are, and how often each field is filled: made-up people are drawn from it
-- grain: one row per country, region, language, controller and tenant
-- column named BIGINT with a name; housed: with an address; posted: with a postcode
-- cost: one scan of customer_current
SELECT
  country,
  region,
  language,
  controller,
  tenant,
  CAST(count(*) AS BIGINT) AS persons,
  CAST(count(nullif(name, '')) AS BIGINT) AS named,
  CAST(count(nullif(address, '')) AS BIGINT) AS housed,
  CAST(count(nullif(postcode, '')) AS BIGINT) AS posted
FROM customer_current
GROUP BY country, region, language, controller, tenant
ORDER BY country, region, language, controller, tenant
