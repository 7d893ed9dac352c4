-- purpose: a workforce file's records; `accounts` is a JSON list, or text with ; or | between them
-- grain: one row per record (one actor)
-- reads: record (record_no, r)
SELECT record_no,
  nullif(trim(r.actor), '') AS actor,
  nullif(trim(r.name), '') AS name,
  nullif(trim(r.team), '') AS team,
  nullif(trim(r.manager), '') AS manager,
  nullif(trim(r.role), '') AS role,
  nullif(trim(r.region), '') AS region,
  list_sort(list_distinct(list_filter(coalesce(
    try_cast(r.accounts AS VARCHAR[]),
    -- The same list as text, as a CSV cell holds it.
    CASE WHEN (r.accounts->>'$') LIKE '[%' THEN TRY(from_json(r.accounts->>'$', '["VARCHAR"]')) END,
    list_transform(string_split_regex(trim((r.accounts->>'$')), '\s*[;|]\s*'), lambda a: trim(a)),
    []), lambda a: a <> ''))) AS accounts,
  try_cast(nullif(trim(r.employed_from), '') AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS employed_from,
  try_cast(nullif(trim(r.employed_to), '') AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS employed_to,
  CASE
    WHEN nullif(trim(r.actor), '') IS NULL THEN 'actor-missing'
    WHEN nullif(trim(r.employed_from), '') IS NOT NULL AND try_cast(r.employed_from AS TIMESTAMPTZ) IS NULL THEN 'time-invalid'
    WHEN nullif(trim(r.employed_to), '') IS NOT NULL AND try_cast(r.employed_to AS TIMESTAMPTZ) IS NULL THEN 'time-invalid'
  END AS problem
FROM record
