-- purpose: whether the numbers that some sources give their records have holes, and whether their times run backwards
-- grain: one row per source
-- param sources VARCHAR[] those whose event ids are <series>/<number>, the numbers of a series rising by one
-- param actors VARCHAR[] persons or accounts: only series in which they appear
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- column source VARCHAR
-- column series BIGINT
-- column records BIGINT numbers held
-- column missing BIGINT numbers between the first and the last of a series that are not held
-- column holed BIGINT series with a hole
-- column backwards BIGINT records with an earlier time than the record before them in their series
-- column backwards_seconds BIGINT the most that a time runs back, rounded up
-- cost: one scan of access of these sources in the window, a window function over the series of the actors
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
numbered AS (
  SELECT
    a.source,
    split_part(a.event_id, '/', 1) AS series,
    TRY_CAST(split_part(a.event_id, '/', 2) AS BIGINT) AS number,
    min(a.time) AS logged_at,
    max(CASE WHEN c.account IS NULL THEN 0 ELSE 1 END) AS theirs
  FROM access a
  LEFT JOIN account c ON c.account = a.actor
  WHERE a.source IN (SELECT s.name FROM UNNEST($sources) AS s (name)) AND a.time >= $from AND a.time < $to
  GROUP BY 1, 2, 3
),
stepped AS (
  SELECT
    n.source,
    n.series,
    n.number,
    n.logged_at,
    n.theirs,
    lag(n.logged_at) OVER (PARTITION BY n.source, n.series ORDER BY n.number) AS before_at
  FROM numbered n
  WHERE n.number IS NOT NULL
),
whole AS (
  SELECT
    source,
    series,
    count(*) AS records,
    max(number) - min(number) + 1 - count(*) AS missing,
    count(CASE WHEN before_at > logged_at THEN 1 END) AS backwards,
    max(CASE WHEN before_at > logged_at THEN date_diff('millisecond', logged_at, before_at) END) AS backwards_ms
  FROM stepped
  GROUP BY source, series
  HAVING max(theirs) = 1
)
SELECT
  source,
  CAST(count(*) AS BIGINT) AS series,
  CAST(sum(records) AS BIGINT) AS records,
  CAST(sum(missing) AS BIGINT) AS missing,
  CAST(count(CASE WHEN missing > 0 THEN 1 END) AS BIGINT) AS holed,
  CAST(sum(backwards) AS BIGINT) AS backwards,
  CAST(coalesce(ceil(max(backwards_ms) / 1000.0), 0) AS BIGINT) AS backwards_seconds
FROM whole
GROUP BY source
ORDER BY source
