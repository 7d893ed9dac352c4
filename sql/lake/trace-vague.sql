-- purpose: customers who fit what a leaked record shows of masked values (j***@example.com) or partial columns (a name alone)
-- grain: one row per leaked record and customer; records that more than 50 customers fit are left out
-- cost: one scan of customers, a hash join by block (domain, last digits, first letter, whole name, whole address), patterns within it
WITH version AS (
  SELECT DISTINCT
    id,
    email_norm,
    phone_norm,
    trim(name_norm) AS name_norm,
    array_join(array_sort(split(trim(name_norm), ' ')), ' ') AS name_key,
    trim(address_norm) AS address_norm,
    replace(lower(postcode), ' ', '') AS postcode
  FROM customers
),
blocked AS (
  SELECT *, 'email-domain' AS block, split_part(email_norm, '@', 2) AS block_value FROM version
  UNION ALL SELECT *, 'phone-tail', substr(phone_norm, -2) FROM version
  UNION ALL SELECT *, 'name-head', substr(name_norm, 1, 1) FROM version
  UNION ALL SELECT *, 'name', name_key FROM version
  UNION ALL SELECT *, 'address', address_norm FROM version
),
fitting AS (
  SELECT DISTINCT s.record_no, b.id AS customer
  FROM sample s
  JOIN blocked b ON b.block = s.block AND b.block_value = s.block_value
  WHERE (s.email_like IS NULL OR b.email_norm LIKE s.email_like ESCAPE '\')
    AND (s.phone_like IS NULL OR b.phone_norm LIKE s.phone_like ESCAPE '\')
    AND (s.name_like IS NULL OR b.name_norm LIKE s.name_like ESCAPE '\')
    AND (s.name_key IS NULL OR b.name_key = s.name_key)
    AND (s.address_norm IS NULL OR b.address_norm = s.address_norm)
    AND (s.postcode IS NULL OR b.postcode = s.postcode)
)
SELECT record_no, customer
FROM (SELECT record_no, customer, count(*) OVER (PARTITION BY record_no) AS candidates FROM fitting) AS counted
WHERE candidates <= 50
ORDER BY record_no, customer
