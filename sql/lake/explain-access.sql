-- purpose: how often an actor opened a subject, and how often something explains it
-- grain: one row
-- param actor VARCHAR person or account
-- param subject VARCHAR customer id or an alias of it
-- column accesses BIGINT
-- column explained BIGINT those that a tie covers or whose reason names a tie
-- column first TIMESTAMP nullable
-- column last TIMESTAMP nullable
-- column actor VARCHAR the person that was meant, else as asked
-- column subject VARCHAR the customer that was meant, else as asked
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
  SELECT a.time AS seen_at, a.reason, row_number() OVER (ORDER BY a.time) AS n
  FROM access a
  WHERE a.actor IN (SELECT account FROM account)
    AND a.subject IN (SELECT alias FROM alias)
    AND a.action NOT IN ('login', 'grant', 'other')
),
tie AS (
  SELECT
    t.kind,
    t.id,
    CASE WHEN coalesce(aa.actor, t.actor) = q.actor OR w.actor IS NOT NULL THEN 1 ELSE 0 END AS holds,
    coalesce(t.held_from, TIMESTAMP '0001-01-01 00:00:00') AS held_from,
    coalesce(t.held_to, TIMESTAMP '9999-12-31 00:00:00') AS held_to
  FROM ties t
  LEFT JOIN actor_alias aa ON aa.account = t.actor
  LEFT JOIN subject_alias sa ON sa.alias = t.subject
  JOIN asked q ON q.subject = coalesce(sa.customer, t.subject)
  LEFT JOIN (SELECT actor, min(team) AS team FROM workforce GROUP BY actor) AS w ON w.team = t.team AND w.actor = q.actor
),
judged AS (
  SELECT
    o.n,
    o.seen_at,
    max(
      CASE
        WHEN t.holds = 1 AND o.seen_at >= t.held_from AND o.seen_at < t.held_to THEN 1
        WHEN o.reason = t.kind || ':' || t.id OR o.reason = t.id THEN 1
        ELSE 0
      END
    ) AS explained
  FROM opened o
  LEFT JOIN tie t ON TRUE
  GROUP BY o.n, o.seen_at
)
SELECT
  CAST(count(*) AS BIGINT) AS accesses,
  CAST(coalesce(sum(explained), 0) AS BIGINT) AS explained,
  min(seen_at) AS first,
  max(seen_at) AS last,
  (SELECT actor FROM asked) AS actor,
  (SELECT subject FROM asked) AS subject
FROM judged
