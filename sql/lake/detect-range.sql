-- purpose: from when to when the lake holds accesses, the window of a detection that names none
-- grain: one row
-- column first TIMESTAMP nullable, time of the earliest access; NULL when there is none
-- column last TIMESTAMP nullable, time of the latest access
-- cost: one scan of access.time
SELECT min(a.time) AS first, max(a.time) AS last FROM access a
