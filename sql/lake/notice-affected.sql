-- purpose: how many people a case affects, counted apart from the notices so that their book can be checked
-- grain: one row
-- cost: one aggregation of exposure
SELECT CAST(count(DISTINCT subject) AS BIGINT) AS persons FROM exposure
