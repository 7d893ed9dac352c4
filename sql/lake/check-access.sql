-- purpose: every access row of a small lake, as a pack's expectations are compared with it
-- grain: one row per event and subject
-- cost: reads everything; for samples only
SELECT "time", event_id, actor, action, operation, subject, fields, resource, statement, subject_count, tenant, region, reason, ip, device,
  session, record_no
FROM access
ORDER BY record_no, subject, operation, event_id
