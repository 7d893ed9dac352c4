-- purpose: records of a leaked list in the normal forms of customers, for linking
-- grain: one row per record that names somebody
-- columns: the _like columns are patterns with \ as escape; block and block_value find candidates where no key is whole
CREATE TEMP TABLE sample (
  record_no INTEGER NOT NULL,
  id VARCHAR,
  email_norm VARCHAR,
  phone_norm VARCHAR,
  name_norm VARCHAR,
  name_key VARCHAR,
  address_norm VARCHAR,
  postcode VARCHAR,
  algorithm VARCHAR,
  digest VARCHAR,
  email_like VARCHAR,
  phone_like VARCHAR,
  name_like VARCHAR,
  block VARCHAR,
  block_value VARCHAR
)
