-- purpose: all versions of all customers after an import: what was known, and what the file adds
-- grain: one row per version, [valid_from, valid_to)
-- reads: previous (the last merged file), fresh (this import, without repeats); param imported_at TIMESTAMP
-- A row without valid_from that differs from what was known holds from the import on; an open version ends where the next begins.
WITH known AS (SELECT DISTINCT id FROM previous),
added AS (
  SELECT fresh.* EXCLUDE (record_no) REPLACE (
    CASE WHEN valid_from IS NULL AND known.id IS NOT NULL THEN $imported_at ELSE valid_from END AS valid_from)
  FROM fresh LEFT JOIN known USING (id)),
versions AS (SELECT * FROM previous UNION ALL BY NAME SELECT * FROM added)
SELECT * REPLACE (
  coalesce(valid_to, lead(valid_from) OVER (PARTITION BY id ORDER BY valid_from NULLS FIRST, value_digest)) AS valid_to)
FROM versions
ORDER BY id, valid_from NULLS FIRST
