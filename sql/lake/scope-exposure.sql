-- purpose: everybody whom the given actors exposed in the window, by basis, with the fields
-- grain: one row per subject and basis, ordered by subject
-- param actors VARCHAR[] persons or accounts
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- column subject VARCHAR customer id, else as logged
-- column basis VARCHAR disclosed (in the session table of that name), accessed (in the log) or reconstructed (in the session table of that name)
-- column fields VARCHAR[] union, sorted; empty means not known
-- column fields_complete BOOLEAN false when an access does not say which fields it showed, so that `fields` may lack some
-- column controller VARCHAR nullable; the tenant's id where the company handles the data for one
-- column country VARCHAR nullable
-- column region VARCHAR nullable
-- column language VARCHAR nullable
-- column accesses BIGINT accesses behind this row, or queries that were run again; 0 for disclosed
-- column certainty VARCHAR listed (disclosed), logged (accessed); of a reconstructed one the best of agrees, uncounted, differs
-- column on_file BOOLEAN whether a customer has this id
-- Canaries are nobody: they are left out, whichever basis they would have.
-- cost: one scan of access with actor and time pushed down; joins and sort over the subjects found
WITH person AS (
  SELECT DISTINCT coalesce(aa.actor, n.name) AS actor
  FROM UNNEST($actors) AS n (name)
  LEFT JOIN actor_alias aa ON aa.account = n.name
),
account AS (
  SELECT p.actor AS account
  FROM person p
  LEFT JOIN actor_alias aa ON aa.account = p.actor
  WHERE aa.account IS NULL
  UNION
  SELECT aa.account FROM actor_alias aa JOIN person p ON p.actor = aa.actor
),
opened AS (
  SELECT a.subject, a.fields, count(*) AS accesses
  FROM access a
  WHERE a.actor IN (SELECT account FROM account)
    AND a.time >= $from AND a.time < $to
    AND a.subject IS NOT NULL AND a.action NOT IN ('login', 'grant', 'other')
  GROUP BY a.subject, a.fields
),
found AS (
  SELECT coalesce(sa.customer, o.subject) AS subject, 'accessed' AS basis, o.fields, o.accesses, 0 AS doubt
  FROM opened o
  LEFT JOIN subject_alias sa ON sa.alias = o.subject
  UNION ALL
  SELECT d.subject, 'disclosed' AS basis, d.fields, 0 AS accesses, 0 AS doubt FROM disclosed d
  UNION ALL
  SELECT
    r.subject,
    'reconstructed' AS basis,
    r.fields,
    r.queries AS accesses,
    CASE r.certainty WHEN 'agrees' THEN 0 WHEN 'uncounted' THEN 1 ELSE 2 END AS doubt
  FROM reconstructed r
  WHERE r.account IN (SELECT account FROM account) AND r.asked_at >= $from AND r.asked_at < $to
),
exposed AS (
  SELECT
    subject,
    basis,
    sum(accesses) AS accesses,
    min(doubt) AS doubt,
    min(CASE WHEN fields = CAST(ARRAY[] AS VARCHAR ARRAY) THEN 0 ELSE 1 END) AS complete
  FROM found f
  WHERE NOT EXISTS (SELECT 1 FROM canary k WHERE k.subject = f.subject)
  GROUP BY subject, basis
),
word AS (
  SELECT f.subject, f.basis, array_agg(DISTINCT w.field ORDER BY w.field) AS fields
  FROM found f
  CROSS JOIN UNNEST(f.fields) AS w (field)
  GROUP BY f.subject, f.basis
)
SELECT
  e.subject,
  e.basis,
  coalesce(w.fields, CAST(ARRAY[] AS VARCHAR ARRAY)) AS fields,
  e.complete = 1 AS fields_complete,
  coalesce(nullif(c.tenant, ''), c.controller) AS controller,
  c.country,
  c.region,
  c.language,
  CAST(e.accesses AS BIGINT) AS accesses,
  CASE
    WHEN e.basis = 'disclosed' THEN 'listed'
    WHEN e.basis = 'accessed' THEN 'logged'
    WHEN e.doubt = 0 THEN 'agrees'
    WHEN e.doubt = 1 THEN 'uncounted'
    ELSE 'differs'
  END AS certainty,
  c.id IS NOT NULL AS on_file
FROM exposed e
LEFT JOIN word w ON w.subject = e.subject AND w.basis = e.basis
LEFT JOIN customer_current c ON c.id = e.subject
ORDER BY e.subject, e.basis
