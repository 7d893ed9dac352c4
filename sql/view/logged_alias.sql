-- subject_alias without the spellings that cannot be in the log: those before the first and after the last subject ($lowest, $highest) that the
-- access files' own statistics name. Where the log has ids alone that is nearly all of them.
CREATE TEMP TABLE logged_alias AS
SELECT alias, min(id) AS customer
FROM customer_spelling
WHERE ($lowest IS NULL OR alias >= $lowest) AND ($highest IS NULL OR alias <= $highest)
GROUP BY alias HAVING min(id) = max(id);
