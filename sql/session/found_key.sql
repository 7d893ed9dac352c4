-- purpose: customers found for leaked records by digests and by what is shown of masked or partial values
-- grain: one row per leaked record, customer and key
CREATE TEMP TABLE found_key (
  record_no INTEGER NOT NULL,
  customer VARCHAR NOT NULL,
  link_key VARCHAR NOT NULL
)
