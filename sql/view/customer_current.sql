-- One row per customer: the version that holds now. Only the numbers of the older versions' rows are kept in memory.
CREATE TEMP TABLE superseded AS
SELECT file_row_number
FROM (
  SELECT
    file_row_number,
    row_number() OVER (PARTITION BY id ORDER BY valid_from DESC NULLS LAST, valid_to DESC NULLS FIRST, file_row_number) AS place
  FROM ($customers))
WHERE place > 1;

CREATE TEMP VIEW customer_current AS
SELECT id, email, phone, name, address, postcode, city, country, region, language, controller, tenant,
  valid_from, valid_to, email_norm, phone_norm, name_norm, address_norm
FROM ($customers) ANTI JOIN superseded USING (file_row_number) ANTI JOIN canary ON subject = id;
