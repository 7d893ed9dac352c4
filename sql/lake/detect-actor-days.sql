-- purpose: people opened per actor and day, and how many of them nothing explains
-- grain: one row per actor per UTC day with at least one access that can show somebody's data
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- column actor VARCHAR the person, else the account as logged
-- column day INTEGER days since 1970-01-01
-- column subjects BIGINT distinct subjects opened
-- column unexplained BIGINT distinct subjects with an access on that day that no tie explains
-- column fresh BIGINT distinct subjects opened unexplained that day for the first time since $from
-- column unnamed_rows BIGINT rows returned by accesses that name no subject
-- cost: one scan of access in the window, five hash joins, an exact distinct over (actor, day, subject)
--
-- Explained: a tie of the actor or of the actor's team to the subject is held at the time of the access, [held_from, held_to)
-- with NULL as unbounded; or the access' own reason names a tie to that subject (`kind:id` or `id`), held or not.
-- A row of `seen` that several ties cover comes out several times, so nothing below may count or sum named rows.
WITH seen AS (
  SELECT
    coalesce(aa.actor, a.actor) AS actor,
    coalesce(sa.customer, a.subject) AS subject,
    a.time AS seen_at,
    a.reason,
    a.subject_count
  FROM access a
  LEFT JOIN actor_alias aa ON aa.account = a.actor
  LEFT JOIN subject_alias sa ON sa.alias = a.subject
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
worker AS (
  SELECT actor, min(team) AS team FROM workforce GROUP BY actor
),
subject_day AS (
  SELECT
    s.actor,
    CAST(s.seen_at AS DATE) AS day,
    s.subject,
    max(
      CASE
        WHEN s.subject IS NULL OR own.id IS NOT NULL OR shared.id IS NOT NULL OR named.name IS NOT NULL THEN 0
        ELSE 1
      END
    ) AS unexplained,
    sum(CASE WHEN s.subject IS NULL THEN s.subject_count END) AS unnamed_rows
  FROM seen s
  LEFT JOIN worker w ON w.actor = s.actor
  LEFT JOIN tie own ON own.subject = s.subject AND own.actor = s.actor AND s.seen_at >= own.held_from AND s.seen_at < own.held_to
  LEFT JOIN tie shared
    ON shared.subject = s.subject AND shared.team = w.team AND s.seen_at >= shared.held_from AND s.seen_at < shared.held_to
  LEFT JOIN tie_name named ON named.subject = s.subject AND named.name = s.reason
  GROUP BY s.actor, CAST(s.seen_at AS DATE), s.subject
),
first_opened AS (
  SELECT actor, subject, min(day) AS day FROM subject_day WHERE unexplained = 1 GROUP BY actor, subject
),
fresh_day AS (
  SELECT actor, day, count(*) AS fresh FROM first_opened GROUP BY actor, day
),
actor_day AS (
  SELECT
    actor,
    day,
    count(subject) AS subjects,
    sum(unexplained) AS unexplained,
    coalesce(sum(unnamed_rows), 0) AS unnamed_rows
  FROM subject_day
  GROUP BY actor, day
)
SELECT
  d.actor,
  CAST(date_diff('day', DATE '1970-01-01', d.day) AS INTEGER) AS day,
  CAST(d.subjects AS BIGINT) AS subjects,
  CAST(d.unexplained AS BIGINT) AS unexplained,
  CAST(coalesce(f.fresh, 0) AS BIGINT) AS fresh,
  CAST(d.unnamed_rows AS BIGINT) AS unnamed_rows
FROM actor_day d
LEFT JOIN fresh_day f ON f.actor = d.actor AND f.day = d.day
