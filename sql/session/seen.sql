-- purpose: who opened the customers that a trace compares, so that the log is read once
-- grain: one row per access
-- column day: counts from 0, the UTC day of the start of the scope
CREATE TEMP TABLE seen (customer_no INTEGER NOT NULL, actor VARCHAR NOT NULL, day INTEGER NOT NULL)
