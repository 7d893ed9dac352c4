-- purpose: the latest time that each batch holds, to see clocks that run ahead of the moment in which the batch was taken in
-- grain: one row per source and batch
-- column source VARCHAR
-- column batch VARCHAR
-- column last_at TIMESTAMP
-- cost: one scan of access.time and access.batch over the whole lake
SELECT a.source AS source, a.batch AS batch, max(a.time) AS last_at
FROM access a
GROUP BY a.source, a.batch
ORDER BY a.source, a.batch
