-- purpose: __ID__ records as accesses, one row per event; what its columns mean: docs/spec/source-pack.md
-- grain: one row per line
-- TODO: put the log's own members and verbs below, then delete this line
SELECT
  record_no,
  -- A time without a zone could be any hour: not accepted.
  CASE WHEN regexp_matches(r.time, '(Z|[+-][0-9]{2}:?[0-9]{2})$') THEN try_cast(r.time AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END AS time,
  r.id AS event_id,
  r.user AS actor,
  -- An event that touches nobody's data is kept as `other`, never filtered out.
  CASE r.event
    WHEN 'view' THEN 'read'
    WHEN 'find' THEN 'search'
    WHEN 'export' THEN 'export'
    WHEN 'edit' THEN 'update'
    WHEN 'signin' THEN 'login'
    ELSE 'other'
  END AS action,
  r.event AS operation,
  CASE WHEN r.customer IS NOT NULL THEN [r.customer] END AS subjects,
  -- The log's names of columns as words of the vocabulary; an unknown one becomes `other` and is counted.
  list_transform(coalesce(r.columns, []), lambda c: CASE c WHEN 'mail' THEN 'email' WHEN 'full_name' THEN 'name' ELSE c END) AS fields,
  r.ip
FROM record
