-- purpose: OCSF 1.8 events on data as accesses
-- grain: one row per event
-- source: events/application/{datastore,web_resources,api}_activity.json and file_hosting.json, events/network/email_activity.json,
-- events/iam/authentication.json of github.com/ocsf/ocsf-schema at tag 1.8.0
WITH event AS (
  SELECT
    record_no,
    r,
    try_cast(r."time" AS BIGINT) AS ms,
    -- Both kinds of resource in one list; an API event has `resources`, a web event `web_resources`.
    list_concat(
      coalesce(list_transform(r.resources, lambda x: {uid: x.uid, name: x.name, type: lower(x.type), url: CAST(NULL AS VARCHAR), classes: x.data_classifications}), []),
      coalesce(list_transform(r.web_resources, lambda x: {uid: x.uid, name: x.name, type: lower(x.type), url: x.url_string, classes: x.data_classifications}), [])
    ) AS things
  FROM record
),

acted AS (
  SELECT
    *,
    CASE
      -- status_id 2 is Failure: nothing was seen or changed.
      WHEN r.status_id = 2 THEN 'other'
      WHEN r.class_uid = 6005 THEN
        CASE r.activity_id WHEN 1 THEN 'read' WHEN 2 THEN 'update' WHEN 3 THEN 'login' WHEN 4 THEN 'search' WHEN 5 THEN 'update' WHEN 6 THEN 'create' WHEN 7 THEN 'delete' WHEN 8 THEN 'list' WHEN 10 THEN 'read' ELSE 'other' END
      WHEN r.class_uid = 6001 THEN
        CASE r.activity_id WHEN 1 THEN 'create' WHEN 2 THEN 'read' WHEN 3 THEN 'update' WHEN 4 THEN 'delete' WHEN 5 THEN 'search' WHEN 6 THEN 'create' WHEN 7 THEN 'export' WHEN 8 THEN 'share' ELSE 'other' END
      WHEN r.class_uid = 6003 THEN
        CASE r.activity_id WHEN 1 THEN 'create' WHEN 2 THEN 'read' WHEN 3 THEN 'update' WHEN 4 THEN 'delete' ELSE 'other' END
      WHEN r.class_uid = 6006 THEN
        -- 1 Upload, 2 Download, 3 Update, 4 Delete, 5 Rename, 6 Copy, 7 Move, 8 Restore, 9 Preview, 12 Share, 14 Open, 15 Sync
        CASE r.activity_id WHEN 1 THEN 'create' WHEN 2 THEN 'download' WHEN 3 THEN 'update' WHEN 4 THEN 'delete' WHEN 5 THEN 'update' WHEN 6 THEN 'create' WHEN 7 THEN 'update' WHEN 8 THEN 'create' WHEN 9 THEN 'read' WHEN 12 THEN 'share' WHEN 14 THEN 'read' WHEN 15 THEN 'download' ELSE 'other' END
      WHEN r.class_uid = 4009 THEN CASE r.activity_id WHEN 1 THEN 'send' ELSE 'other' END
      WHEN r.class_uid = 3002 THEN CASE r.activity_id WHEN 1 THEN 'login' ELSE 'other' END
      ELSE 'other'
    END AS action,
    list_filter(things, lambda x: x.type IN ('customer', 'contact', 'person', 'patient', 'member', 'subscriber', 'lead', 'guest', 'client', 'consumer')) AS persons
  FROM event
),

named AS (
  SELECT
    *,
    list_filter(
      list_concat(list_transform(persons, lambda x: coalesce(x.uid, x.name)), coalesce(r.unmapped.subjects, [])),
      lambda s: s IS NOT NULL AND s <> ''
    ) AS subjects,
    list_concat(
      list_transform(
        flatten(list_transform(
          flatten(list_transform(
            flatten(list_transform(persons, lambda x: coalesce(x.classes, []))),
            lambda c: coalesce(c.discovery_details, []))),
          lambda d: coalesce(d.occurrences, []))),
        lambda o: o.column_name),
      coalesce(r.unmapped.fields, [])
    ) AS columns
  FROM acted
)

SELECT
  record_no,
  -- timestamp_t is milliseconds since 1970; seconds would be of 1970 and are refused.
  CASE
    WHEN ms BETWEEN 100000000000 AND 10000000000000 THEN make_timestamp(ms * 1000)
    -- datetime_t is RFC 3339 (dictionary.json, its regex): a zone's short name is not one, and would be read as some other place's.
    WHEN ms IS NULL AND regexp_matches(r.time_dt, '([Zz]|[+-][0-9]{2}:[0-9]{2}|[.:][0-9]+)$') THEN try_cast(r.time_dt AS TIMESTAMPTZ) AT TIME ZONE 'UTC'
  END AS "time",
  r.metadata.uid AS event_id,
  coalesce(
    -- Who signs in is `user` ("the subject to authenticate"); `actor` is who asked for it, on Windows mostly the system.
    CASE WHEN r.class_uid = 3002 THEN coalesce(nullif(r."user".uid, ''), nullif(r."user".email_addr, ''), nullif(r."user".name, '')) END,
    nullif(r.actor.user.uid, ''), nullif(r.actor.user.email_addr, ''), nullif(r.actor.user.name, ''),
    CASE WHEN r.class_uid = 4009 THEN coalesce(nullif(r."from", ''), nullif(r.email.smtp_from, ''), nullif(r.email."from", '')) END,
    nullif(r.actor.app_uid, ''), nullif(r.actor.app_name, ''), nullif(r.actor.invoked_by, '')
  ) AS actor,
  action,
  coalesce(r.api.operation, r.type_name, r.class_name || ': ' || r.activity_name, r.activity_name) AS operation,
  CASE WHEN action NOT IN ('other', 'login') THEN list_distinct(subjects) END AS subjects,
  CASE WHEN action NOT IN ('other', 'login') THEN
    list_sort(list_distinct(list_transform(
      list_filter(columns, lambda c: c IS NOT NULL AND c <> ''),
      lambda c: CASE replace(lower(c), '_', '-')
        WHEN 'email-address' THEN 'email' WHEN 'e-mail' THEN 'email' WHEN 'mail' THEN 'email'
        WHEN 'phone-number' THEN 'phone' WHEN 'mobile' THEN 'phone' WHEN 'telephone' THEN 'phone'
        WHEN 'first-name' THEN 'name' WHEN 'last-name' THEN 'name' WHEN 'full-name' THEN 'name' WHEN 'surname' THEN 'name'
        WHEN 'address' THEN 'postal-address' WHEN 'street' THEN 'postal-address' WHEN 'postcode' THEN 'postal-address' WHEN 'zip' THEN 'postal-address' WHEN 'city' THEN 'postal-address'
        WHEN 'dob' THEN 'date-of-birth' WHEN 'birthdate' THEN 'date-of-birth' WHEN 'birth-date' THEN 'date-of-birth'
        WHEN 'ssn' THEN 'social-security-number' WHEN 'iban' THEN 'bank-account'
        WHEN 'card-number' THEN 'payment-card' WHEN 'pan' THEN 'payment-card' WHEN 'cvv' THEN 'payment-card-code' WHEN 'cvc' THEN 'payment-card-code'
        ELSE replace(lower(c), '_', '-')
      END
    )))
  END AS fields,
  CASE
    WHEN r.class_uid = 6005 THEN nullif(concat_ws('/', coalesce(r."database".name, r."database".uid), coalesce(r.databucket.name, r.databucket.uid), coalesce(r.databucket.file.path, r.databucket.file.name), coalesce(r."table".name, r."table".uid)), '')
    WHEN r.class_uid = 6006 THEN coalesce(r.file.path, r.file.name, r.file.uid)
    WHEN r.class_uid = 4009 THEN coalesce(r.email.message_uid, r.email.uid)
    ELSE list_transform(
      list_filter(things, lambda x: NOT list_contains(list_transform(persons, lambda p: coalesce(p.uid, p.name)), coalesce(x.uid, x.name, ''))),
      lambda x: coalesce(x.name, x.uid, x.url)
    )[1]
  END AS resource,
  r.query_info.query_string AS statement,
  r.unmapped.row_count AS subject_count,
  r.metadata.tenant_uid AS tenant,
  r.cloud.region AS region,
  r.unmapped.reason AS reason,
  r.src_endpoint.ip AS ip,
  coalesce(r.http_request.user_agent, r.src_endpoint.hostname, r.src_endpoint.uid) AS device,
  coalesce(r.actor.session.uid, r.session.uid) AS session,
  CASE WHEN r.class_uid IS NULL THEN 'shape-wrong' END AS problem
FROM named
