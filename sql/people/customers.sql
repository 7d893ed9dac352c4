-- purpose: a customers file's records with matching columns; emails, phones and names as people write them become comparable
-- grain: one row per record (one version of one customer)
-- reads: record (record_no, r); phone(text, country) gives E.164 or the digits alone
SELECT record_no,
  nullif(trim(r.id), '') AS id,
  nullif(trim(r.email), '') AS email,
  nullif(trim(r.phone), '') AS phone,
  nullif(trim(r.name), '') AS name,
  nullif(trim(r.address), '') AS address,
  nullif(trim(r.postcode), '') AS postcode,
  nullif(trim(r.city), '') AS city,
  upper(nullif(trim(r.country), '')) AS country,
  nullif(trim(r.region), '') AS region,
  nullif(trim(r.language), '') AS language,
  nullif(trim(r.controller), '') AS controller,
  nullif(trim(r.tenant), '') AS tenant,
  try_cast(nullif(trim(r.valid_from), '') AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS valid_from,
  try_cast(nullif(trim(r.valid_to), '') AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS valid_to,
  lower(nullif(trim(r.email), '')) AS email_norm,
  phone(nullif(trim(r.phone), ''), upper(nullif(trim(r.country), ''))) AS phone_norm,
  regexp_replace(lower(strip_accents(nullif(trim(r.name), ''))), '[\s.,]+', ' ', 'g') AS name_norm,
  regexp_replace(lower(strip_accents(nullif(trim(r.address), ''))), '[\s.,]+', ' ', 'g') AS address_norm,
  CASE
    WHEN nullif(trim(r.id), '') IS NULL THEN 'id-missing'
    WHEN nullif(trim(r.valid_from), '') IS NOT NULL AND try_cast(r.valid_from AS TIMESTAMPTZ) IS NULL THEN 'time-invalid'
    WHEN nullif(trim(r.valid_to), '') IS NOT NULL AND try_cast(r.valid_to AS TIMESTAMPTZ) IS NULL THEN 'time-invalid'
  END AS problem
FROM record
