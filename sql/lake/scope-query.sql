-- purpose: accesses of the given actors that name nobody, to ask their queries again
-- grain: one row per access without a subject, by source, batch and record
-- param actors VARCHAR[] persons or accounts
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- column source VARCHAR
-- column batch VARCHAR the batch that holds the original
-- column record_no INTEGER its number in the batch's raw file
-- column at TIMESTAMP
-- column account VARCHAR as logged
-- column operation VARCHAR nullable
-- column resource VARCHAR nullable
-- column statement VARCHAR nullable
-- column session VARCHAR nullable
-- column subject_count BIGINT nullable; rows returned
-- column fields_known BOOLEAN whether the log says which fields were shown
-- cost: one scan of access with actor and time pushed down, a sort of what is found
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
)
SELECT
  a.source AS source,
  a.batch AS batch,
  a.record_no AS record_no,
  a.time AS at,
  a.actor AS account,
  a.operation AS operation,
  a.resource AS resource,
  a.statement AS statement,
  a.session AS session,
  a.subject_count AS subject_count,
  a.fields <> CAST(ARRAY[] AS VARCHAR ARRAY) AS fields_known
FROM access a
WHERE a.actor IN (SELECT account FROM account)
  AND a.time >= $from AND a.time < $to
  AND a.subject IS NULL AND a.action NOT IN ('login', 'grant', 'other')
ORDER BY a.source, a.batch, a.record_no
