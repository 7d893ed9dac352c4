-- purpose: a ties file's records; a tie needs a subject and an actor or a team
-- grain: one row per record (one tie)
-- reads: record (record_no, r)
SELECT record_no,
  coalesce(nullif(trim(r.kind), ''), 'tie') AS kind,
  coalesce(nullif(trim(r.id), ''), '') AS id,
  nullif(trim(r.actor), '') AS actor,
  nullif(trim(r.team), '') AS team,
  nullif(trim(r.subject), '') AS subject,
  try_cast(nullif(trim(r."from"), '') AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS held_from,
  try_cast(nullif(trim(r."to"), '') AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS held_to,
  CASE
    WHEN nullif(trim(r.subject), '') IS NULL THEN 'subject-missing'
    WHEN nullif(trim(r.actor), '') IS NULL AND nullif(trim(r.team), '') IS NULL THEN 'actor-missing'
    WHEN nullif(trim(r."from"), '') IS NOT NULL AND try_cast(r."from" AS TIMESTAMPTZ) IS NULL THEN 'time-invalid'
    WHEN nullif(trim(r."to"), '') IS NOT NULL AND try_cast(r."to" AS TIMESTAMPTZ) IS NULL THEN 'time-invalid'
  END AS problem
FROM record
