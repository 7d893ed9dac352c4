-- purpose: made-up people who are to be compared with the customers
-- grain: one row per made-up person and address
CREATE TEMP TABLE canary_draft (canary_no INTEGER NOT NULL, email VARCHAR, name VARCHAR, address VARCHAR, city VARCHAR, country VARCHAR)
