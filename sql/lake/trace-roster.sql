-- purpose: the actors of the session table seen, numbered by their names: rows of the session table roster
-- grain: one row per actor
-- cost: the session table seen, grouped by actor
SELECT CAST(row_number() OVER (ORDER BY actor) - 1 AS INTEGER) AS actor_no, actor
FROM (SELECT DISTINCT actor FROM seen) AS actors
ORDER BY 1
