-- purpose: what suspects and everyone in their teams opened per day, for the plot of a suspect against peers
-- grain: one row per actor per UTC day with at least one access that can show somebody's data
-- param actors VARCHAR[] the suspects, persons or accounts
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- column actor VARCHAR the person, else the account as logged
-- column team VARCHAR nullable
-- column suspect BOOLEAN
-- column day INTEGER days since 1970-01-01
-- column subjects BIGINT distinct subjects opened
-- column unexplained BIGINT distinct subjects with an access on that day that no tie explains
-- cost: one scan of access in the window, five hash joins; exact distinct over the accesses of the teams concerned
--
-- "Explained" as in detect-actor-days.sql. Peers of a suspect without a team are all actors without a team.
WITH suspect AS (
  SELECT DISTINCT coalesce(aa.actor, n.name) AS actor
  FROM UNNEST($actors) AS n (name)
  LEFT JOIN actor_alias aa ON aa.account = n.name
),
worker AS (
  SELECT actor, min(team) AS team FROM workforce GROUP BY actor
),
concerned AS (
  SELECT DISTINCT coalesce(w.team, '') AS team FROM suspect s LEFT JOIN worker w ON w.actor = s.actor
),
seen AS (
  SELECT
    coalesce(aa.actor, a.actor) AS actor,
    w.team,
    coalesce(sa.customer, a.subject) AS subject,
    a.time AS seen_at,
    a.reason
  FROM access a
  LEFT JOIN actor_alias aa ON aa.account = a.actor
  LEFT JOIN worker w ON w.actor = coalesce(aa.actor, a.actor)
  LEFT JOIN subject_alias sa ON sa.alias = a.subject
  JOIN concerned c ON c.team = coalesce(w.team, '')
  WHERE a.time >= $from AND a.time < $to AND a.action NOT IN ('login', 'grant', 'other')
),
tie AS (
  SELECT
    t.kind,
    t.id,
    coalesce(aa.actor, t.actor) AS actor,
    t.team,
    coalesce(sa.customer, t.subject) AS subject,
    coalesce(t.held_from, TIMESTAMP '0001-01-01 00:00:00') AS held_from,
    coalesce(t.held_to, TIMESTAMP '9999-12-31 00:00:00') AS held_to
  FROM ties t
  LEFT JOIN actor_alias aa ON aa.account = t.actor
  LEFT JOIN subject_alias sa ON sa.alias = t.subject
),
tie_name AS (
  SELECT subject, kind || ':' || id AS name FROM tie
  UNION
  SELECT subject, id AS name FROM tie
),
subject_day AS (
  SELECT
    s.actor,
    s.team,
    CAST(s.seen_at AS DATE) AS day,
    s.subject,
    max(
      CASE
        WHEN s.subject IS NULL OR own.id IS NOT NULL OR shared.id IS NOT NULL OR named.name IS NOT NULL THEN 0
        ELSE 1
      END
    ) AS unexplained
  FROM seen s
  LEFT JOIN tie own ON own.subject = s.subject AND own.actor = s.actor AND s.seen_at >= own.held_from AND s.seen_at < own.held_to
  LEFT JOIN tie shared
    ON shared.subject = s.subject AND shared.team = s.team AND s.seen_at >= shared.held_from AND s.seen_at < shared.held_to
  LEFT JOIN tie_name named ON named.subject = s.subject AND named.name = s.reason
  GROUP BY s.actor, s.team, CAST(s.seen_at AS DATE), s.subject
),
actor_day AS (
  SELECT actor, team, day, count(subject) AS subjects, sum(unexplained) AS unexplained
  FROM subject_day
  GROUP BY actor, team, day
)
SELECT
  d.actor,
  d.team,
  p.actor IS NOT NULL AS suspect,
  CAST(date_diff('day', DATE '1970-01-01', d.day) AS INTEGER) AS day,
  CAST(d.subjects AS BIGINT) AS subjects,
  CAST(d.unexplained AS BIGINT) AS unexplained
FROM actor_day d
LEFT JOIN suspect p ON p.actor = d.actor
ORDER BY d.day, d.actor
