-- purpose: first and last access of the lake, to say what a trace without --from and --to covers
-- grain: one row
-- cost: the time column of access, from file statistics where the engine keeps them
SELECT min(time) AS first_access, max(time) AS last_access FROM access
