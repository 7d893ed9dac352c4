-- purpose: the workforce after an import: the newest row of each actor
-- grain: one row per actor
-- reads: previous, fresh (this import, without repeats)
SELECT * FROM previous ANTI JOIN fresh USING (actor)
UNION ALL BY NAME
SELECT * EXCLUDE (record_no) FROM fresh
QUALIFY row_number() OVER (PARTITION BY actor ORDER BY record_no DESC) = 1
ORDER BY actor
