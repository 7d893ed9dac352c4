-- purpose: what the log says of each record of a referral, without whose data it was
-- grain: one row per record of the session table exhibit_record, time, account, action, operation, reason, place and set of fields
-- column at TIMESTAMP
-- column subjects BIGINT distinct people that the record names; 0 when it names nobody
-- cost: one scan of access joined with the records, one group
SELECT
  a.batch AS batch,
  a.record_no AS record_no,
  a.time AS at,
  a.source AS source,
  a.actor AS account,
  a.action AS action,
  a.operation AS operation,
  a.reason AS reason,
  a.ip AS ip,
  a.device AS device,
  a.session AS session,
  a.fields AS fields,
  count(DISTINCT a.subject) AS subjects
FROM access a
JOIN exhibit_record r ON r.batch = a.batch AND r.record_no = a.record_no
GROUP BY
  a.batch, a.record_no, a.time, a.source, a.actor, a.action, a.operation, a.reason, a.ip, a.device, a.session, a.fields
ORDER BY a.batch, a.record_no, a.time, a.actor, a.action, a.operation
