-- purpose: the original records of everything that the given actors did in the window, for a referral
-- grain: one row per record and account, by source, batch and record
-- param actors VARCHAR[] persons or accounts
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- column source VARCHAR
-- column batch VARCHAR the batch that holds the original
-- column record_no INTEGER its number in the batch's raw file
-- column account VARCHAR as logged
-- column actor VARCHAR the person behind the account, else the account
-- cost: one scan of access with actor and time pushed down, one distinct and sort over what is found
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
found AS (
  SELECT DISTINCT a.source, a.batch, a.record_no, a.actor AS account
  FROM access a
  WHERE a.actor IN (SELECT account FROM account) AND a.time >= $from AND a.time < $to
)
SELECT f.source, f.batch, f.record_no, f.account, coalesce(aa.actor, f.account) AS actor
FROM found f
LEFT JOIN actor_alias aa ON aa.account = f.account
ORDER BY f.source, f.batch, f.record_no, f.account
