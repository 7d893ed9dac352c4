-- purpose: the kinds of ties on record, which is what an explanation was looked for in
-- grain: one row per kind, sorted
-- column kind VARCHAR
-- cost: one scan of ties
SELECT DISTINCT kind FROM ties WHERE kind IS NOT NULL ORDER BY kind
