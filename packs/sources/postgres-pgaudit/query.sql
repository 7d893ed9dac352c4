-- purpose: which statement an audit entry is of, and with which values it ran
-- grain: one row per access
-- source: https://github.com/pgaudit/pgaudit/blob/main/README.md#format
-- The parameters are a CSV line that is itself one CSV value of the entry. An empty item is a NULL or an empty text, which pgAudit writes alike, and a
-- long one is suppressed (pgaudit.log_parameter_max_size): neither is known.
WITH entry AS (
  SELECT
    record_no,
    r,
    regexp_extract(
      r.message,
      '^AUDIT: (?:SESSION|OBJECT),(\d+),(\d+),[A-Z_]+,[^,]*,[^,]*,(?:"(?:[^"]|"")*"|[^,"]*),(?:"(?:[^"]|"")*"|[^,"]*),("(?:[^"]|"")*"|[^,"]*)(?:,\d+)?$',
      ['statement_id', 'substatement_id', 'parameters']
    ) AS audit
  FROM record
),

valued AS (
  SELECT
    *,
    CASE WHEN audit.parameters LIKE '"%' THEN replace(audit.parameters[2:-2], '""', '"') ELSE audit.parameters END AS line
  FROM entry
),

listed AS (
  SELECT
    *,
    CASE
      WHEN line = '<none>' THEN CAST([] AS VARCHAR[])
      WHEN line IN ('', '<not logged>', '<previously logged>') THEN NULL
      ELSE list_transform(
        regexp_extract_all(line, '(?:^|,)("(?:[^"]|"")*"|[^,"]*)', 1),
        lambda item: CASE
          WHEN item IN ('', '<long param suppressed>', '<long field suppressed>') THEN NULL
          WHEN item LIKE '"%' THEN replace(item[2:-2], '""', '"')
          ELSE item
        END
      )
    END AS parameters
  FROM valued
)

SELECT
  a.record_no,
  CASE WHEN audit.statement_id <> '' THEN concat_ws('/', a.session, audit.statement_id, audit.substatement_id) END AS execution,
  coalesce(r.database_name, r.dbname) AS database,
  a.statement,
  parameters,
  CAST(NULL AS VARCHAR) AS report
FROM access a
LEFT JOIN listed USING (record_no)
