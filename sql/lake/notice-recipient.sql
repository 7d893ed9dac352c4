-- purpose: everybody whom a case affects, with what a notice to this person needs
-- grain: one row per row of the session table exposure (one per person), by subject
-- column fields_complete: false when the person's fields may lack some, also where that is not stated
-- column known: the subject is a customer whose record is on file; the columns after it are null when it is not
-- cost: one hash join of exposure with customer_current, one sort
SELECT
  e.subject AS subject,
  e.basis AS basis,
  e.fields AS fields,
  coalesce(e.fields_complete, false) AS fields_complete,
  c.id IS NOT NULL AS known,
  coalesce(nullif(c.tenant, ''), c.controller) AS controller,
  c.country AS country,
  c.region AS region,
  c.language AS language,
  c.email AS email,
  c.name AS name,
  c.address AS address,
  c.postcode AS postcode,
  c.city AS city
FROM exposure AS e
LEFT JOIN customer_current AS c ON c.id = e.subject
ORDER BY e.subject
