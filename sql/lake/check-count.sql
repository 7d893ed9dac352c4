-- purpose: how many events and rows the lake holds, for checks that nothing is lost or doubled
-- grain: one row
-- cost: one scan of two columns
SELECT CAST(count(DISTINCT event_id) AS BIGINT) AS events, CAST(count(*) AS BIGINT) AS accesses
FROM access
