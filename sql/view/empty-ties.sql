SELECT '' AS kind, '' AS id, '' AS actor, '' AS team, '' AS subject, CAST(NULL AS TIMESTAMP) AS held_from, CAST(NULL AS TIMESTAMP) AS held_to
WHERE false
