SELECT '' AS actor, '' AS name, '' AS team, '' AS manager, '' AS role, '' AS region, CAST([] AS VARCHAR[]) AS accounts,
  CAST(NULL AS TIMESTAMP) AS employed_from, CAST(NULL AS TIMESTAMP) AS employed_to
WHERE false
