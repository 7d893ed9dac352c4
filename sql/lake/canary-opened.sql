-- purpose: by how many people each planted canary was opened, as the log says
-- grain: one row per address of the register that was opened
-- column actors BIGINT persons
-- cost: one scan of access.subject and actor
SELECT k.email, CAST(count(DISTINCT coalesce(p.actor, a.actor)) AS BIGINT) AS actors
FROM access a
JOIN canary k ON k.subject = a.subject
LEFT JOIN actor_alias p ON p.account = a.actor
GROUP BY k.email
ORDER BY k.email
