-- purpose: Candour's own access lines, for applications that can be taught to log well
-- grain: one row per line
-- source: docs/spec/native-line.md
-- A time in Z is cast plainly (0.05 µs a row); one with an offset needs the time zone's cast (0.2 µs), which a plain cast would drop.
SELECT record_no,
  CASE
    WHEN r.time LIKE '%Z' THEN try_cast(r.time AS TIMESTAMP)
    -- A time without a zone could be any hour, and a zone's short name is read as some other place's: neither is accepted.
    WHEN regexp_matches(r.time, ':[0-9]{2}(\.[0-9]+)?[+-][0-9]{2}:?[0-9]{2}$') THEN try_cast(r.time AS TIMESTAMPTZ) AT TIME ZONE 'UTC'
  END AS "time",
  r.event_id,
  r.actor,
  r.action,
  r.operation,
  r.subjects,
  r.fields,
  r.resource,
  r.statement,
  r.subject_count,
  r.tenant,
  r.region,
  r.reason,
  r.ip,
  r.device,
  r.session,
  CASE
    WHEN r.event_id IS NULL OR r.event_id = '' THEN 'id-missing'
    WHEN r.subjects IS NULL THEN 'subjects-missing'
  END AS problem
FROM record
