-- What may be written instead of a customer's id; a spelling that two customers share resolves to neither.
CREATE TEMP TABLE subject_alias AS
SELECT alias, min(id) AS customer
FROM customer_spelling
GROUP BY alias HAVING min(id) = max(id);
