-- purpose: how many leaked records would link to people who are made up of parts of different customers: links by chance
-- grain: one row per key
-- param one_in INTEGER one customer in so many gives the first half of a made-up person; 1: all
-- param emails BOOLEAN whether any record has an e-mail address, whole or masked
-- param phones BOOLEAN whether any record has a telephone number, whole or masked
-- param names BOOLEAN whether any record has a name, an address or a postcode, whole or masked
-- columns: records: leaked records that have the key; hits: those of them that link to a made-up person; scale: customers per made-up
-- person (recombinations that give a customer's own value again are left out)
-- cost: one scan of the columns of customer_current that the list has, joined with itself by place, one hash join per key with the session table sample;
-- needs the session table place
-- The second half of each value is of another customer, a fixed shuffle away; the place beside a name is a third's.
WITH counted AS (SELECT count(*) AS customers FROM place),
chosen AS (
  SELECT
    n.customers,
    p.customer_no AS first_half,
    mod(CAST(p.customer_no - 1 AS BIGINT) * 7919 + 13, n.customers) + 1 AS second_half,
    mod(CAST(p.customer_no - 1 AS BIGINT) * 104729 + 71, n.customers) + 1 AS third
  FROM place p
  CROSS JOIN counted n
  WHERE mod(p.customer_no - 1, $one_in) = 0
),
needed AS (
  SELECT first_half AS customer_no FROM chosen
  UNION SELECT second_half FROM chosen
  UNION SELECT third FROM chosen WHERE $names
),
-- What the list has nothing of is not read.
part AS (
  SELECT
    p.customer_no,
    CASE WHEN $emails THEN c.email_norm END AS email_norm,
    CASE WHEN $phones THEN c.phone_norm END AS phone_norm,
    CASE WHEN $names THEN trim(c.name_norm) END AS name_norm,
    CASE WHEN $names THEN trim(c.address_norm) END AS address_norm,
    CASE WHEN $names THEN replace(lower(c.postcode), ' ', '') END AS postcode
  FROM needed n
  JOIN place p ON p.customer_no = n.customer_no
  JOIN customer_current c ON c.id = p.customer
),
halved AS (
  SELECT
    h.customers,
    split_part(a.email_norm, '@', 1) || '@' || split_part(b.email_norm, '@', 2) AS email_norm,
    a.email_norm AS own_email,
    b.email_norm AS other_email,
    substr(a.phone_norm, 1, length(a.phone_norm) - 4) || substr(b.phone_norm, -4) AS phone_norm,
    a.phone_norm AS own_phone,
    b.phone_norm AS other_phone,
    split_part(a.name_norm, ' ', 1) || substr(b.name_norm, length(split_part(b.name_norm, ' ', 1)) + 1) AS name_norm,
    a.name_norm AS own_name,
    b.name_norm AS other_name,
    split_part(a.address_norm, ' ', 1) || substr(b.address_norm, length(split_part(b.address_norm, ' ', 1)) + 1) AS address_norm,
    a.address_norm AS own_address,
    b.address_norm AS other_address,
    c.address_norm AS third_address,
    c.postcode
  FROM chosen h
  JOIN part a ON a.customer_no = h.first_half
  JOIN part b ON b.customer_no = h.second_half
  LEFT JOIN (SELECT customer_no, address_norm, postcode FROM part WHERE $names) c ON c.customer_no = h.third
),
person AS (
  SELECT
    customers,
    CASE WHEN email_norm NOT IN (own_email, other_email) THEN email_norm END AS email_norm,
    CASE
      WHEN substr(phone_norm, -9) NOT IN (substr(own_phone, -9), substr(other_phone, -9)) THEN phone_norm
    END AS phone_norm,
    CASE WHEN name_norm NOT IN (own_name, other_name) THEN name_norm END AS name_norm,
    CASE
      WHEN name_norm NOT IN (own_name, other_name) THEN array_join(array_sort(split(name_norm, ' ')), ' ')
    END AS name_key,
    CASE WHEN address_norm NOT IN (own_address, other_address) THEN address_norm END AS address_norm,
    third_address,
    postcode
  FROM halved
),
blocked AS (
  SELECT *, 'phone-tail' AS block, substr(phone_norm, -2) AS block_value FROM person
  UNION ALL SELECT *, 'email-domain', split_part(email_norm, '@', 2) FROM person
  UNION ALL SELECT *, 'name-head', substr(name_norm, 1, 1) FROM person
  UNION ALL SELECT *, 'name', name_key FROM person
  UNION ALL SELECT *, 'address', address_norm FROM person
),
vague AS (
  SELECT s.record_no
  FROM sample s
  JOIN blocked b ON b.block = s.block AND b.block_value = s.block_value
  WHERE (s.email_like IS NULL OR b.email_norm LIKE s.email_like ESCAPE '\')
    AND (s.phone_like IS NULL OR b.phone_norm LIKE s.phone_like ESCAPE '\')
    AND (s.name_like IS NULL OR b.name_norm LIKE s.name_like ESCAPE '\')
    AND (s.name_key IS NULL OR b.name_key = s.name_key)
    AND (s.address_norm IS NULL OR b.address_norm = s.address_norm)
    AND (s.postcode IS NULL OR b.postcode = s.postcode)
  GROUP BY s.record_no
  HAVING count(*) <= 50
),
hit AS (
  SELECT 'email' AS link_key, s.record_no FROM sample s JOIN person d ON d.email_norm = s.email_norm
  UNION SELECT 'phone', s.record_no FROM sample s JOIN person d ON d.phone_norm = s.phone_norm
  UNION
  SELECT 'phone-tail', s.record_no
  FROM sample s JOIN person d ON substr(d.phone_norm, -9) = substr(s.phone_norm, -9)
  WHERE length(s.phone_norm) >= 9 AND length(d.phone_norm) >= 9
  UNION
  SELECT 'name-address', s.record_no
  FROM sample s JOIN person d ON d.name_key = s.name_key AND d.third_address = s.address_norm
  UNION
  SELECT 'name-postcode', s.record_no
  FROM sample s JOIN person d ON d.name_key = s.name_key AND d.postcode = s.postcode
  UNION SELECT 'vague', record_no FROM vague
),
asked AS (
  SELECT 'email' AS link_key, count(email_norm) AS records FROM sample
  UNION ALL SELECT 'phone', count(phone_norm) FROM sample
  UNION ALL SELECT 'phone-tail', count(phone_norm) FROM sample
  UNION ALL SELECT 'name-address', count(CASE WHEN address_norm IS NOT NULL THEN name_key END) FROM sample
  UNION ALL SELECT 'name-postcode', count(CASE WHEN postcode IS NOT NULL THEN name_key END) FROM sample
  UNION ALL SELECT 'vague', count(block) FROM sample
),
kept AS (
  SELECT 'email' AS link_key, count(email_norm) AS people, max(customers) AS customers FROM person
  UNION ALL SELECT 'phone', count(phone_norm), max(customers) FROM person
  UNION ALL SELECT 'phone-tail', count(phone_norm), max(customers) FROM person
  UNION ALL SELECT 'name-address', count(name_key), max(customers) FROM person
  UNION ALL SELECT 'name-postcode', count(name_key), max(customers) FROM person
  UNION ALL SELECT 'vague', max(customers), max(customers) FROM person
)
SELECT
  a.link_key,
  CAST(a.records AS BIGINT) AS records,
  CAST(count(h.record_no) AS BIGINT) AS hits,
  CAST(k.customers AS DOUBLE) / CAST(greatest(k.people, 1) AS DOUBLE) AS scale
FROM asked a
JOIN kept k ON k.link_key = a.link_key
LEFT JOIN hit h ON h.link_key = a.link_key
WHERE a.records > 0
GROUP BY a.link_key, a.records, k.customers, k.people
ORDER BY a.link_key
