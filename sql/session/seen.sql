-- purpose: who opened the customers that a trace compares, so that the log is read once
-- grain: one row per access
-- column event_day: as in access
CREATE TEMP TABLE seen (customer_no INTEGER NOT NULL, actor VARCHAR NOT NULL, event_day INTEGER NOT NULL)
