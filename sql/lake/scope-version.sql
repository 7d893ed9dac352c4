-- purpose: every version of every customer, canaries too, for the sandbox in which logged queries run again
-- grain: one row per version
-- column valid_from TIMESTAMP nullable; inclusive
-- column valid_to TIMESTAMP nullable; exclusive
-- cost: one scan of the customers file; all columns but the normal forms
SELECT
  c.id AS id,
  c.email AS email,
  c.phone AS phone,
  c.name AS name,
  c.address AS address,
  c.postcode AS postcode,
  c.city AS city,
  c.country AS country,
  c.region AS region,
  c.language AS language,
  c.valid_from AS valid_from,
  c.valid_to AS valid_to
FROM customer_version c
