-- purpose: unleaked customers to compare the leaked ones with: same segments, by how many actors opened them (powers of two)
-- grain: one row per control; `per_leaked` for each leaked customer of its stratum (segment and bucket), and at least `per_stratum`
-- param from TIMESTAMP inclusive
-- param to TIMESTAMP exclusive
-- param per_leaked INTEGER controls wanted per leaked customer
-- param per_stratum INTEGER controls wanted of each stratum of a leaked customer's segment
-- columns: viewers is rough; stratum_share is how many unleaked customers of the stratum the control stands for
-- cost: two columns of access in the window grouped by subject; needs the session table probe with the leaked customers
-- The order within a bucket is a fixed shuffle (multiplication by a prime), the same on every engine and no pattern of the ids.
WITH known AS (
  SELECT c.id AS alias, c.id AS customer
  FROM customer_current c
  WHERE NOT EXISTS (SELECT 1 FROM subject_alias s WHERE s.alias = c.id)
  UNION ALL
  SELECT alias, customer FROM subject_alias
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
    c.id AS customer,
    coalesce(nullif(c.region, ''), nullif(c.country, ''), 'all') AS segment,
    CAST(coalesce(v.viewers, 0) AS BIGINT) AS viewers,
    CAST(floor(log2(coalesce(v.viewers, 0) + 1)) AS INTEGER) AS bucket,
    l.customer IS NOT NULL AS leaked,
    mod(row_number() OVER (ORDER BY c.id) * 2654435761, 4294967296) AS shuffled
  FROM customer_current c
  LEFT JOIN viewed v ON v.customer = c.id
  LEFT JOIN (SELECT customer FROM probe WHERE leaked) l ON l.customer = c.id
),
stratum AS (
  SELECT
    segment,
    bucket,
    sum(CASE WHEN leaked THEN 1 ELSE 0 END) AS leaked_customers,
    sum(CASE WHEN leaked THEN 0 ELSE 1 END) AS other_customers
  FROM bucketed
  WHERE segment IN (SELECT segment FROM bucketed WHERE leaked)
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
SELECT customer, segment, viewers, CAST(other_customers AS DOUBLE) / CAST(wanted AS DOUBLE) AS stratum_share
FROM ranked
WHERE place <= wanted
ORDER BY customer
