-- purpose: customers whose e-mail address, telephone number or id, in one of its usual spellings, has a digest of the leaked list
-- grain: one row per leaked record and customer
-- param algorithm VARCHAR md5, sha1, sha256 or sha512
-- cost: one scan of customers, some fourteen digests a version; md5_hex and its kin are lower-case hex over UTF-8, named in sql/view and
-- registered by the adapter (SHA-512, about 2 µs each); in Trino lower(to_hex(md5(to_utf8(x)))) and so on
WITH split_address AS (
  SELECT
    id,
    email,
    email_norm,
    phone,
    phone_norm,
    split_part(split_part(email_norm, '@', 1), '+', 1) AS mailbox_name,
    split_part(email_norm, '@', 2) AS domain
  FROM customers
),
spelled AS (
  SELECT
    *,
    CASE
      WHEN domain IN ('gmail.com', 'googlemail.com') THEN replace(mailbox_name, '.', '') || '@gmail.com'
      ELSE mailbox_name || '@' || domain
    END AS canonical
  FROM split_address
),
form AS (
  SELECT id, text
  FROM spelled
  CROSS JOIN UNNEST(ARRAY[
    id,
    email,
    email_norm,
    upper(email_norm),
    canonical,
    email || chr(10),
    email_norm || chr(10),
    ' ' || email_norm,
    email_norm || ' ',
    phone,
    phone_norm,
    replace(phone_norm, '+', ''),
    replace(phone_norm, '+', '00'),
    phone_norm || chr(10)
  ]) AS spelling (text)
  WHERE text IS NOT NULL
),
hashed AS (
  SELECT DISTINCT
    id,
    CASE
      WHEN $algorithm = 'md5' THEN md5_hex(text)
      WHEN $algorithm = 'sha1' THEN sha1_hex(text)
      WHEN $algorithm = 'sha256' THEN sha256_hex(text)
      ELSE sha512_hex(text)
    END AS digest
  FROM form
)
SELECT DISTINCT s.record_no, h.id AS customer
FROM sample s
JOIN hashed h ON h.digest = s.digest
WHERE s.algorithm = $algorithm
ORDER BY 1, 2
