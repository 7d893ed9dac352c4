-- purpose: all ties after an import
-- grain: one row per tie
-- reads: previous, fresh (this import, without repeats)
SELECT * FROM previous
UNION ALL BY NAME
SELECT * EXCLUDE (record_no) FROM fresh
ORDER BY subject, held_from NULLS FIRST
