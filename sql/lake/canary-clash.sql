-- purpose: which made-up people are too like a customer, in any version: his address, his name in that country, or his street and town
-- grain: one row per made-up person of the session table canary_draft
-- cost: three scans of customers, each a hash join with the drafts
SELECT d.canary_no FROM canary_draft d JOIN customers c ON lower(c.email) = d.email
UNION
SELECT d.canary_no FROM canary_draft d JOIN customers c ON lower(c.name) = lower(d.name) AND c.country = d.country
UNION
SELECT d.canary_no
FROM canary_draft d
JOIN customers c ON lower(c.address) = lower(d.address) AND lower(c.city) = lower(d.city)
ORDER BY 1
