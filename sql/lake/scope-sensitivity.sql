-- purpose: how many persons there would be with other windows, or without one of the actors
-- grain: one row per variant of the session table scope_variant
-- param actors VARCHAR[] persons or accounts
-- param from TIMESTAMP inclusive; the earliest of all variants
-- param to TIMESTAMP exclusive; the latest of all variants
-- column variant VARCHAR
-- column persons BIGINT distinct subjects, canaries left out
-- cost: one scan of access with actor and time pushed down, a distinct of subjects per variant
WITH person AS (
  SELECT n.name, coalesce(aa.actor, n.name) AS actor
  FROM UNNEST($actors) AS n (name)
  LEFT JOIN actor_alias aa ON aa.account = n.name
),
account AS (
  SELECT p.name, p.actor AS account
  FROM person p
  LEFT JOIN actor_alias aa ON aa.account = p.actor
  WHERE aa.account IS NULL
  UNION
  SELECT p.name, aa.account FROM actor_alias aa JOIN person p ON p.actor = aa.actor
),
opened AS (
  SELECT DISTINCT v.variant, a.subject
  FROM access a
  JOIN account c ON c.account = a.actor
  JOIN scope_variant v ON a.time >= v.from_at AND a.time < v.to_at AND (v.without IS NULL OR v.without <> c.name)
  WHERE a.time >= $from AND a.time < $to
    AND a.subject IS NOT NULL AND a.action NOT IN ('login', 'grant', 'other')
),
found AS (
  SELECT o.variant, coalesce(sa.customer, o.subject) AS subject
  FROM opened o
  LEFT JOIN subject_alias sa ON sa.alias = o.subject
  UNION
  SELECT v.variant, d.subject FROM disclosed d CROSS JOIN scope_variant v
  UNION
  SELECT v.variant, r.subject
  FROM reconstructed r
  JOIN account c ON c.account = r.account
  JOIN scope_variant v
    ON r.asked_at >= v.from_at AND r.asked_at < v.to_at AND (v.without IS NULL OR v.without <> c.name)
)
SELECT v.variant AS variant, CAST(count(DISTINCT f.subject) AS BIGINT) AS persons
FROM scope_variant v
LEFT JOIN (
  SELECT f.variant, f.subject FROM found f WHERE NOT EXISTS (SELECT 1 FROM canary k WHERE k.subject = f.subject)
) f ON f.variant = v.variant
GROUP BY v.variant
ORDER BY v.variant
