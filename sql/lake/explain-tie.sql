-- purpose: the ties that explain at least one access of an actor to a subject
-- grain: one row per tie, oldest first
-- param actor VARCHAR person or account
-- param subject VARCHAR customer id or an alias of it
-- column kind VARCHAR
-- column id VARCHAR
-- column held_from TIMESTAMP nullable, NULL = without a start
-- column held_to TIMESTAMP nullable, NULL = without an end; not included
-- cost: one scan of access with actor and subject pushed down
--
-- "Explained" as in detect-actor-days.sql.
WITH asked AS (
  SELECT
    coalesce((SELECT max(aa.actor) FROM actor_alias aa WHERE aa.account = $actor), $actor) AS actor,
    coalesce((SELECT max(sa.customer) FROM subject_alias sa WHERE sa.alias = $subject), $subject) AS subject
),
account AS (
  SELECT q.actor AS account
  FROM asked q
  LEFT JOIN actor_alias aa ON aa.account = q.actor
  WHERE aa.account IS NULL
  UNION
  SELECT aa.account FROM actor_alias aa JOIN asked q ON q.actor = aa.actor
),
alias AS (
  SELECT q.subject AS alias
  FROM asked q
  LEFT JOIN subject_alias sa ON sa.alias = q.subject
  WHERE sa.alias IS NULL
  UNION
  SELECT sa.alias FROM subject_alias sa JOIN asked q ON q.subject = sa.customer
),
opened AS (
  SELECT a.time AS seen_at, a.reason
  FROM access a
  WHERE a.actor IN (SELECT account FROM account)
    AND a.subject IN (SELECT alias FROM alias)
    AND a.action NOT IN ('login', 'grant', 'other')
),
tie AS (
  SELECT
    t.kind,
    t.id,
    t.held_from,
    t.held_to,
    CASE WHEN coalesce(aa.actor, t.actor) = q.actor OR w.actor IS NOT NULL THEN 1 ELSE 0 END AS holds
  FROM ties t
  LEFT JOIN actor_alias aa ON aa.account = t.actor
  LEFT JOIN subject_alias sa ON sa.alias = t.subject
  JOIN asked q ON q.subject = coalesce(sa.customer, t.subject)
  LEFT JOIN (SELECT actor, min(team) AS team FROM workforce GROUP BY actor) AS w ON w.team = t.team AND w.actor = q.actor
)
SELECT DISTINCT t.kind, t.id, t.held_from, t.held_to
FROM tie t
JOIN opened o
  ON (
    t.holds = 1
    AND o.seen_at >= coalesce(t.held_from, TIMESTAMP '0001-01-01 00:00:00')
    AND o.seen_at < coalesce(t.held_to, TIMESTAMP '9999-12-31 00:00:00')
  )
  OR o.reason = t.kind || ':' || t.id
  OR o.reason = t.id
ORDER BY t.held_from, t.kind, t.id
