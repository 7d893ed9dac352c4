-- purpose: customers whose record ever held a value of a leaked record, and which of their versions hold which of its values
-- grain: one row per leaked record, customer and version of the customer; records with more than 50 candidates are left out
-- param ids BOOLEAN whether any record has an id
-- param names BOOLEAN whether any record has a name
-- cost: one scan of customers for each key that the list has, with a hash join, the session table sample being the small side, and one for the
-- versions; needs the session table place; found_key brings trace-digest and trace-vague
-- Names are compared only where the address or the postcode fits: putting their words in order is what costs.
WITH named AS (
  SELECT id, array_join(array_sort(split(trim(name_norm), ' ')), ' ') AS name_key, address_norm, postcode
  FROM (
    SELECT id, name_norm, trim(address_norm) AS address_norm, replace(lower(postcode), ' ', '') AS postcode
    FROM customers
    WHERE $names AND name_norm IS NOT NULL
  ) AS spelled
  WHERE address_norm IN (SELECT address_norm FROM sample WHERE name_key IS NOT NULL)
    OR postcode IN (SELECT postcode FROM sample WHERE name_key IS NOT NULL)
),
-- Only at these providers is another spelling the same mailbox.
mailbox AS (
  SELECT
    record_no,
    id,
    CASE
      WHEN domain IN ('gmail.com', 'googlemail.com') THEN replace(mailbox_name, '.', '') || '@gmail.com'
      ELSE mailbox_name || '@' || domain
    END AS canonical
  FROM (
    SELECT
      record_no,
      id,
      split_part(split_part(email_norm, '@', 1), '+', 1) AS mailbox_name,
      split_part(email_norm, '@', 2) AS domain
    FROM (
      SELECT record_no, CAST(NULL AS VARCHAR) AS id, email_norm FROM sample
      UNION ALL
      SELECT CAST(NULL AS INTEGER), id, email_norm FROM customers
    ) AS either
  ) AS split_address
  WHERE domain IN ('gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'icloud.com', 'me.com', 'fastmail.com',
    'proton.me')
),
keyed AS (
  SELECT s.record_no, c.id AS customer, 'id' AS link_key
  FROM sample s JOIN customers c ON c.id = s.id
  UNION
  SELECT s.record_no, min(c.id), 'id'
  FROM sample s JOIN customer_spelling c ON c.alias = s.id
  WHERE $ids
  GROUP BY s.record_no HAVING min(c.id) = max(c.id)
  UNION
  SELECT s.record_no, c.id, 'email'
  FROM sample s JOIN customers c ON c.email_norm = s.email_norm
  UNION
  SELECT m.record_no, c.id, 'canonical'
  FROM mailbox m JOIN mailbox c ON c.canonical = m.canonical
  WHERE m.record_no IS NOT NULL AND c.id IS NOT NULL
  UNION
  SELECT s.record_no, c.id, 'phone'
  FROM sample s JOIN customers c ON c.phone_norm = s.phone_norm
  UNION
  SELECT s.record_no, c.id, 'phone-tail'
  FROM sample s JOIN customers c ON substr(c.phone_norm, -9) = substr(s.phone_norm, -9)
  WHERE length(s.phone_norm) >= 9 AND length(c.phone_norm) >= 9
  UNION
  SELECT s.record_no, c.id, 'name-address'
  FROM sample s JOIN named c ON c.name_key = s.name_key AND c.address_norm = s.address_norm
  UNION
  SELECT s.record_no, c.id, 'name-postcode'
  FROM sample s JOIN named c ON c.name_key = s.name_key AND c.postcode = s.postcode
  UNION
  SELECT record_no, customer, link_key FROM found_key
),
candidate AS (
  SELECT
    record_no,
    customer,
    bool_or(link_key = 'id') AS by_id,
    bool_or(link_key = 'email') AS by_email,
    bool_or(link_key IN ('email', 'canonical')) AS by_canonical,
    bool_or(link_key = 'phone') AS by_phone,
    bool_or(link_key = 'phone-tail') AS by_phone_tail,
    bool_or(link_key = 'name-address') AS by_name_address,
    bool_or(link_key = 'name-postcode') AS by_name_postcode,
    bool_or(link_key = 'digest') AS by_digest,
    bool_or(link_key = 'vague') AS by_vague,
    count(*) OVER (PARTITION BY record_no) AS candidates
  FROM keyed
  GROUP BY record_no, customer
)
SELECT
  k.record_no,
  k.customer,
  cc.segment,
  k.by_id,
  k.by_email,
  k.by_canonical,
  k.by_phone,
  k.by_phone_tail,
  k.by_name_address,
  k.by_name_postcode,
  k.by_digest,
  k.by_vague,
  v.valid_from,
  v.valid_to,
  CASE WHEN s.email_norm IS NOT NULL THEN coalesce(v.email_norm = s.email_norm, FALSE) END AS email_held,
  CASE WHEN s.phone_norm IS NOT NULL THEN coalesce(v.phone_norm = s.phone_norm, FALSE) END AS phone_held,
  CASE WHEN s.name_norm IS NOT NULL THEN coalesce(trim(v.name_norm) = s.name_norm, FALSE) END AS name_held,
  CASE WHEN s.address_norm IS NOT NULL THEN coalesce(trim(v.address_norm) = s.address_norm, FALSE) END AS address_held
FROM candidate k
JOIN sample s ON s.record_no = k.record_no
JOIN customers v ON v.id = k.customer
JOIN place cc ON cc.customer = k.customer
WHERE k.candidates <= 50
ORDER BY k.record_no, k.customer, v.valid_from
