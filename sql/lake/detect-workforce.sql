-- purpose: who is in which team, and in which role, for peer groups
-- grain: one row per actor of the workforce
-- column actor VARCHAR
-- column team VARCHAR nullable
-- column role VARCHAR nullable
-- cost: one scan of workforce
SELECT actor, min(team) AS team, min(role) AS role FROM workforce GROUP BY actor
