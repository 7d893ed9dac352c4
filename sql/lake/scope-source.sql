-- purpose: what each source says, and leaves unsaid, about the accesses in scope
-- grain: one row per source with accesses in scope
-- param actors VARCHAR[] persons or accounts
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- column source VARCHAR
-- column fields VARCHAR[] every field that an access in scope showed, sorted
-- column accesses BIGINT
-- column unknown_fields BIGINT accesses that do not say which fields they showed
-- column unnamed BIGINT accesses that name no subject
-- column unnamed_rows BIGINT rows returned by those
-- column unnamed_uncounted BIGINT those that do not even say how many rows they returned
-- cost: one scan of access with actor and time pushed down
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
heard AS (
  SELECT
    a.source,
    a.fields,
    count(*) AS accesses,
    count(CASE WHEN a.subject IS NULL THEN 1 END) AS unnamed,
    coalesce(sum(CASE WHEN a.subject IS NULL THEN a.subject_count END), 0) AS unnamed_rows,
    count(CASE WHEN a.subject IS NULL AND a.subject_count IS NULL THEN 1 END) AS unnamed_uncounted
  FROM access a
  WHERE a.actor IN (SELECT account FROM account)
    AND a.time >= $from AND a.time < $to
    AND a.action NOT IN ('login', 'grant', 'other')
  GROUP BY a.source, a.fields
),
word AS (
  SELECT h.source, array_agg(DISTINCT w.field ORDER BY w.field) AS fields
  FROM heard h
  CROSS JOIN UNNEST(h.fields) AS w (field)
  GROUP BY h.source
),
total AS (
  SELECT
    source,
    sum(accesses) AS accesses,
    sum(CASE WHEN fields = CAST(ARRAY[] AS VARCHAR ARRAY) THEN accesses ELSE 0 END) AS unknown_fields,
    sum(unnamed) AS unnamed,
    sum(unnamed_rows) AS unnamed_rows,
    sum(unnamed_uncounted) AS unnamed_uncounted
  FROM heard
  GROUP BY source
)
SELECT
  t.source,
  coalesce(w.fields, CAST(ARRAY[] AS VARCHAR ARRAY)) AS fields,
  CAST(t.accesses AS BIGINT) AS accesses,
  CAST(t.unknown_fields AS BIGINT) AS unknown_fields,
  CAST(t.unnamed AS BIGINT) AS unnamed,
  CAST(t.unnamed_rows AS BIGINT) AS unnamed_rows,
  CAST(t.unnamed_uncounted AS BIGINT) AS unnamed_uncounted
FROM total t
LEFT JOIN word w ON w.source = t.source
ORDER BY t.source
