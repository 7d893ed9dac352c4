-- purpose: unleaked customers to compare the leaked ones with: same segments, by how many actors opened them (powers of two)
-- grain: one row per control; `per_leaked` for each leaked customer of its stratum (segment and bucket), and at least `per_stratum`
-- param per_leaked INTEGER controls wanted per leaked customer
-- param per_stratum INTEGER controls wanted of each stratum of a leaked customer's segment
-- param one_in BIGINT of the unleaked customers one in so many is looked at; 1: all
-- columns: viewers is rough; stratum_share is how many unleaked customers of the stratum the control stands for
-- cost: the session tables probe, with the leaked customers, place, and seen, grouped by customer
WITH placed AS (
  SELECT p.customer, p.customer_no, p.segment, p.shuffled, l.customer IS NOT NULL AS leaked
  FROM place p
  LEFT JOIN (SELECT customer FROM probe WHERE leaked) l ON l.customer = p.customer
),
looked AS (
  SELECT customer, customer_no, segment, leaked, shuffled
  FROM placed
  WHERE segment IN (SELECT segment FROM placed WHERE leaked)
    AND (leaked OR shuffled * $one_in < 4294967296)
),
viewed AS (
  SELECT v.customer_no, approx_distinct(v.actor) AS viewers
  FROM seen v
  JOIN looked w ON w.customer_no = v.customer_no
  GROUP BY v.customer_no
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
  LEFT JOIN viewed v ON v.customer_no = w.customer_no
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
