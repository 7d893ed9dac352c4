-- purpose: whether the log knows the persons or accounts that a scope asks for at all
-- grain: one row per name asked for, ordered by name
-- param actors VARCHAR[] persons or accounts
-- column actor VARCHAR as asked
-- column accesses BIGINT accesses of that person at any time, of any action
-- cost: one scan of access.actor over the whole lake
WITH asked AS (
  SELECT DISTINCT n.name, coalesce(aa.actor, n.name) AS actor
  FROM UNNEST($actors) AS n (name)
  LEFT JOIN actor_alias aa ON aa.account = n.name
),
account AS (
  SELECT k.name, k.actor AS account FROM asked k
  UNION
  SELECT k.name, aa.account FROM asked k JOIN actor_alias aa ON aa.actor = k.actor
),
spoken AS (
  SELECT a.actor AS account, count(*) AS accesses
  FROM access a
  WHERE a.actor IN (SELECT account FROM account)
  GROUP BY a.actor
)
SELECT c.name AS actor, CAST(coalesce(sum(s.accesses), 0) AS BIGINT) AS accesses
FROM account c
LEFT JOIN spoken s ON s.account = c.account
GROUP BY c.name
ORDER BY c.name
