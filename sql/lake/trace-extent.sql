-- purpose: how much log there is, and its first and last day
-- grain: one row
-- cost: none of the log is read: days are the partitions, and files know how many rows they have
SELECT
  min(event_day) AS first_day,
  max(event_day) AS last_day,
  CAST(count(*) AS BIGINT) AS accesses
FROM access
