-- purpose: first and last access of the lake, to say what a trace without --from and --to covers
-- grain: one row
-- param first_day INTEGER the lake's first day, as trace-extent gives it
-- param last_day INTEGER the lake's last day
-- cost: the time column of the accesses of two days
SELECT min(time) AS first_access, max(time) AS last_access
FROM access
WHERE event_day IN ($first_day, $last_day)
