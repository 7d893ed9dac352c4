SELECT '' AS id, '' AS email, '' AS phone, '' AS name, '' AS address, '' AS postcode, '' AS city, '' AS country, '' AS region, '' AS language,
  '' AS controller, '' AS tenant, CAST(NULL AS TIMESTAMP) AS valid_from, CAST(NULL AS TIMESTAMP) AS valid_to,
  '' AS email_norm, '' AS phone_norm, '' AS name_norm, '' AS address_norm,
  CAST(0 AS BIGINT) AS file_row_number
WHERE false
