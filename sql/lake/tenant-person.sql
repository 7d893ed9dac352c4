-- purpose: the people of the case whose data the company handles for tenants, for each tenant's own package
-- grain: one row per person of a tenant in the session table exposure, by tenant and then person
-- column subject VARCHAR customer id
-- column email VARCHAR nullable; how the tenant knows the person again
-- column fields_complete BOOLEAN false when the person's fields may lack some
-- cost: one hash join of exposure with customer_current, one sort
SELECT
  c.tenant AS tenant,
  e.subject AS subject,
  c.email AS email,
  e.basis AS basis,
  e.fields AS fields,
  coalesce(e.fields_complete, false) AS fields_complete
FROM exposure AS e
JOIN customer_current AS c ON c.id = e.subject
WHERE nullif(c.tenant, '') IS NOT NULL
ORDER BY c.tenant, e.subject
