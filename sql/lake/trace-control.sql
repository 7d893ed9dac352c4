-- purpose: unleaked customers to compare the leaked ones with: same segments, by how many actors opened them (powers of two)
-- grain: one row per control; `per_leaked` for each leaked customer of its stratum (segment and bucket), and at least `per_stratum`
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- param per_leaked INTEGER controls wanted per leaked customer
-- param per_stratum INTEGER controls wanted of each stratum of a leaked customer's segment
-- param one_in INTEGER of the unleaked customers one in so many is looked at; 1: all
-- columns: viewers is rough; stratum_share is how many unleaked customers of the stratum the control stands for
-- cost: two columns of access in the window, semijoin with the customers looked at, grouped by subject; needs the session table probe with the leaked customers
-- The order within a bucket is a fixed shuffle (multiplication by a prime), the same on every engine and no pattern of the ids.
WITH placed AS (
  SELECT
    c.id AS customer,
    coalesce(nullif(c.region, ''), nullif(c.country, ''), 'all') AS segment,
    l.customer IS NOT NULL AS leaked,
    mod(row_number() OVER (ORDER BY c.id) * 2654435761, 4294967296) AS shuffled
  FROM customer_current c
  LEFT JOIN (SELECT customer FROM probe WHERE leaked) l ON l.customer = c.id
),
looked AS (
  SELECT customer, segment, leaked, shuffled
  FROM placed
  WHERE segment IN (SELECT segment FROM placed WHERE leaked)
    AND (leaked OR shuffled * $one_in < 4294967296)
),
known AS (
  SELECT w.customer AS alias, w.customer
  FROM looked w
  WHERE NOT EXISTS (SELECT 1 FROM subject_alias s WHERE s.alias = w.customer)
  UNION ALL
  SELECT s.alias, s.customer FROM subject_alias s JOIN looked w ON w.customer = s.customer
),
viewed AS (
  SELECT n.customer, approx_distinct(coalesce(p.actor, a.actor)) AS viewers
  FROM access a
  JOIN known n ON n.alias = a.subject
  LEFT JOIN actor_alias p ON p.account = a.actor
  WHERE a.time >= $from AND a.time < $to
  GROUP BY n.customer
),
bucketed AS (
  SELECT
    w.customer,
    w.segment,
    CAST(coalesce(v.viewers, 0) AS BIGINT) AS viewers,
    CAST(floor(log2(coalesce(v.viewers, 0) + 1)) AS INTEGER) AS bucket,
    w.leaked,
    w.shuffled
  FROM looked w
  LEFT JOIN viewed v ON v.customer = w.customer
),
stratum AS (
  SELECT
    segment,
    bucket,
    sum(CASE WHEN leaked THEN 1 ELSE 0 END) AS leaked_customers,
    sum(CASE WHEN leaked THEN 0 ELSE 1 END) AS other_customers
  FROM bucketed
  GROUP BY segment, bucket
),
ranked AS (
  SELECT
    b.customer,
    b.segment,
    b.viewers,
    t.other_customers,
    least(greatest(t.leaked_customers * $per_leaked, $per_stratum), t.other_customers) AS wanted,
    row_number() OVER (PARTITION BY b.segment, b.bucket ORDER BY b.shuffled) AS place
  FROM bucketed b
  JOIN stratum t ON t.segment = b.segment AND t.bucket = b.bucket
  WHERE NOT b.leaked
)
SELECT customer, segment, viewers, CAST(other_customers * $one_in AS DOUBLE) / CAST(wanted AS DOUBLE) AS stratum_share
FROM ranked
WHERE place <= wanted
ORDER BY customer
