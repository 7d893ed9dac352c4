-- purpose: records of a leaked list in the normal forms of customers, for linking
-- grain: one row per record that names somebody
CREATE TEMP TABLE sample (
  record_no INTEGER NOT NULL,
  id VARCHAR,
  email_norm VARCHAR,
  phone_norm VARCHAR,
  name_norm VARCHAR,
  address_norm VARCHAR,
  postcode VARCHAR
)
