-- purpose: everybody whom a case affects, with what identifies and reaches this person, for an encrypted list
-- grain: one row per row of the session table exposure (one per person), by subject
-- column basis VARCHAR the strongest of disclosed, accessed, reconstructed, possible
-- column name VARCHAR nullable, as the columns after it: null when no customer record is on file or it does not say
-- cost: one hash join of exposure with customer_current, one sort
SELECT
  e.subject AS subject,
  e.basis AS basis,
  e.fields AS fields,
  c.name AS name,
  c.email AS email,
  c.phone AS phone,
  c.address AS address,
  c.postcode AS postcode,
  c.city AS city,
  c.region AS region,
  c.country AS country,
  c.controller AS controller
FROM exposure AS e
LEFT JOIN customer_current AS c ON c.id = e.subject
ORDER BY e.subject
