-- purpose: PostgreSQL log lines as accesses; pgAudit's entries say what was read and changed, all other lines are `other`
-- grain: one row per log line (pgAudit writes one per statement, or one per statement and relation)
-- source: https://github.com/pgaudit/pgaudit/blob/main/README.md#format
WITH line AS (
  SELECT
    record_no,
    r,
    coalesce(r.log_time, r."timestamp") AS logged_at,
    coalesce(r.user_name, r."user") AS user_name,
    coalesce(r.database_name, r.dbname) AS database_name,
    coalesce(r.session_line_num, r.line_num) AS line_num,
    coalesce(nullif(r.command_tag, ''), nullif(r.ps, ''), r.error_severity) AS command,
    -- csvlog has address:port, where an IPv6 address stands without brackets; a local socket is [local].
    coalesce(r.remote_host, regexp_replace(r.connection_from, ':\d+$', '')) AS remote_host,
    coalesce(r.query, r.statement) AS failed_statement,
    starts_with(r.message, 'AUDIT: ') AS is_audit,
    -- AUDIT: type, statement id, substatement id, class, command, object type, object name, statement, parameters[, rows]; the
    -- last ones are CSV values, quoted when they hold a comma, a quote or a line's end.
    CASE WHEN starts_with(r.message, 'AUDIT: ') THEN
      regexp_extract(
        r.message,
        '^AUDIT: (SESSION|OBJECT),\d+,\d+,([A-Z_]+),([^,]*),[^,]*,("(?:[^"]|"")*"|[^,"]*),("(?:[^"]|"")*"|[^,"]*),(?:"(?:[^"]|"")*"|[^,"]*)(?:,(\d+))?$',
        ['kind', 'class', 'command', 'object', 'statement', 'rows']
      )
    END AS audit
  FROM record
),

entry AS (
  SELECT
    *,
    CASE WHEN audit.object LIKE '"%' THEN replace(audit.object[2:-2], '""', '"') ELSE nullif(audit.object, '') END AS object,
    CASE
      WHEN audit.statement IN ('', '<not logged>', '<previously logged>') THEN NULL
      WHEN audit.statement LIKE '"%' THEN replace(audit.statement[2:-2], '""', '"')
      ELSE audit.statement
    END AS statement
  FROM line
),

acted AS (
  SELECT
    *,
    CASE
      WHEN audit IS NULL THEN 'other'
      WHEN audit.class = 'READ' THEN
        CASE
          WHEN starts_with(upper(coalesce(statement, audit.command)), 'COPY') THEN 'export'
          WHEN audit.command = 'PREPARE' THEN 'other'
          -- The catalogue describes the database; only its statistics hold values and statements of users.
          WHEN object LIKE 'information_schema.%' OR (object LIKE 'pg_catalog.%' AND object NOT LIKE 'pg_catalog.pg_stat%') THEN 'other'
          ELSE 'read'
        END
      WHEN audit.class = 'WRITE' THEN
        CASE
          WHEN audit.command IN ('INSERT', 'COPY') THEN 'create'
          WHEN audit.command = 'DELETE' OR audit.command LIKE 'TRUNCATE%' THEN 'delete'
          ELSE 'update'
        END
      WHEN audit.class = 'ROLE' AND regexp_matches(audit.command, '^(GRANT|CREATE|ALTER)') THEN 'grant'
      WHEN audit.class = 'DDL' AND audit.command IN ('DROP TABLE', 'DROP MATERIALIZED VIEW', 'DROP SCHEMA', 'DROP DATABASE') THEN 'delete'
      ELSE 'other'
    END AS action
  FROM entry
)

SELECT
  record_no,
  -- A zone that has no short name is written as an offset (+03). Only short names that one place uses are turned into one.
  try_cast(
    split_part(logged_at, ' ', 1) || ' ' || split_part(logged_at, ' ', 2) || CASE split_part(logged_at, ' ', 3)
      WHEN 'UTC' THEN '+00' WHEN 'GMT' THEN '+00' WHEN 'WET' THEN '+00'
      WHEN 'WEST' THEN '+01' WHEN 'BST' THEN '+01' WHEN 'CET' THEN '+01'
      WHEN 'CEST' THEN '+02' WHEN 'EET' THEN '+02' WHEN 'SAST' THEN '+02'
      WHEN 'EEST' THEN '+03' WHEN 'MSK' THEN '+03' WHEN 'EAT' THEN '+03'
      WHEN 'PKT' THEN '+05' WHEN 'HKT' THEN '+08' WHEN 'AWST' THEN '+08'
      WHEN 'JST' THEN '+09' WHEN 'KST' THEN '+09' WHEN 'ACST' THEN '+0930'
      WHEN 'AEST' THEN '+10' WHEN 'ACDT' THEN '+1030' WHEN 'AEDT' THEN '+11'
      WHEN 'NZST' THEN '+12' WHEN 'NZDT' THEN '+13'
      WHEN 'NDT' THEN '-0230' WHEN 'NST' THEN '-0330' WHEN 'ADT' THEN '-03' WHEN 'AST' THEN '-04'
      WHEN 'EDT' THEN '-04' WHEN 'EST' THEN '-05' WHEN 'MDT' THEN '-06' WHEN 'MST' THEN '-07'
      WHEN 'PDT' THEN '-07' WHEN 'AKDT' THEN '-08' WHEN 'AKST' THEN '-09' WHEN 'HST' THEN '-10'
      ELSE nullif(regexp_extract(logged_at, ' ([+-]\d{2}(\d{2})?)$', 1), '')
    END AS TIMESTAMPTZ
  ) AT TIME ZONE 'UTC' AS time,
  r.session_id || '/' || line_num AS event_id,
  -- A server process (the checkpointer, …) has no user.
  coalesce(nullif(user_name, ''), r.backend_type, 'postgres') AS actor,
  action,
  CASE WHEN is_audit THEN audit.command ELSE command END AS operation,
  nullif(concat_ws('/', database_name, object), '') AS resource,
  CASE WHEN is_audit THEN statement ELSE failed_statement END AS statement,
  -- 0 rows of COPY: until pgAudit's pull request 321 its rows were not counted.
  CASE
    WHEN action = 'export' THEN nullif(try_cast(audit.rows AS BIGINT), 0)
    WHEN action IN ('read', 'create', 'update', 'delete') THEN try_cast(audit.rows AS BIGINT)
  END AS subject_count,
  CASE WHEN remote_host <> '[local]' THEN remote_host END AS ip,
  r.application_name AS device,
  r.session_id AS session,
  -- An audit entry that is cut off, or of a later pgAudit, must not pass for a line that says nothing.
  CASE WHEN is_audit AND audit.kind = '' THEN 'shape-wrong' END AS problem
FROM acted
