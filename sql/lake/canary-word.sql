-- purpose: the words that names of a country begin with, and what follows: none that only a few people have
-- grain: one row per country, place and word
-- param least INTEGER customers who share the word, at least
-- column place VARCHAR first: up to the first blank; rest: all after it
-- cost: two aggregations of customer_current
WITH named AS (
  SELECT country, substr(name, 1, strpos(name, ' ') - 1) AS first_word, substr(name, strpos(name, ' ') + 1) AS rest_words
  FROM customer_current
  WHERE strpos(name, ' ') > 1
)
SELECT country, 'first' AS place, first_word AS word, CAST(count(*) AS BIGINT) AS persons
FROM named
GROUP BY country, first_word
HAVING count(*) >= $least
UNION ALL
SELECT country, 'rest' AS place, rest_words AS word, CAST(count(*) AS BIGINT) AS persons
FROM named
GROUP BY country, rest_words
HAVING count(*) >= $least
ORDER BY 1, 2, 3
