-- purpose: Salesforce event log files and real-time events as accesses
-- grain: one row per event; a real-time event names several records, which become its subjects
-- source: https://developer.salesforce.com/docs/platform/object-reference/references/standard-objects/object-eventlogfile.html
WITH event AS (
  SELECT
    record_no,
    json,
    r,
    r.EVENT_TYPE IS NOT NULL AS from_file,
    -- A stream message does not say what it is; its members do.
    coalesce(nullif(r.EVENT_TYPE, ''), r.attributes.type, CASE
      WHEN r.EventDate IS NULL AND r.EventIdentifier IS NULL THEN NULL
      WHEN r.ReportId IS NOT NULL OR r.DisplayedFieldEntities IS NOT NULL OR r.ExportFileFormat IS NOT NULL THEN 'ReportEvent'
      WHEN r.FileAction IS NOT NULL THEN 'FileEvent'
      WHEN r.LoginType IS NOT NULL THEN 'LoginEvent'
      WHEN r.ListViewId IS NOT NULL OR r.FilterCriteria IS NOT NULL THEN 'ListViewEvent'
      WHEN r.ApiType IS NOT NULL THEN 'ApiEvent'
      WHEN r.RecordId IS NOT NULL AND r.OperationStatus IS NOT NULL THEN 'UriEvent'
      WHEN r.RecordId IS NOT NULL AND r.PageUrl IS NOT NULL THEN 'LightningUriEvent'
      WHEN r.Query IS NOT NULL THEN 'BulkApiResultEvent'
      WHEN r.ColumnHeaders IS NOT NULL THEN 'ListViewEvent'
    END) AS operation,
    coalesce(nullif(r.URI, ''), nullif(r.API_RESOURCE, ''), nullif(r.PAGE_URL, ''), r.PageUrl) AS uri,
    upper(coalesce(nullif(r.METHOD, ''), nullif(r.HTTP_METHOD, ''))) AS http_method,
    -- Files quote every value, so an empty one is an empty text. Who acted as someone else is the actor.
    coalesce(
      nullif(r.DELEGATED_USER_ID_DERIVED, ''), nullif(r.DELEGATED_USER_ID, ''), nullif(r.USER_ID_DERIVED, ''), nullif(r.USER_ID, ''),
      nullif(r.UserId, ''), nullif(r.Username, '')
    ) AS user_id,
    coalesce(
      nullif(r.RECORD_ID_DERIVED, ''), nullif(r.RECORD_ID, ''), nullif(r.PAGE_ENTITY_ID, ''), nullif(r.URI_ID_DERIVED, ''),
      nullif(r.FIRST_ENTITY_ID, ''), nullif(r.ENTITY_ID, ''), nullif(r.RecordId, '')
    ) AS record_id,
    coalesce(
      nullif(r.REPORT_ID_DERIVED, ''), nullif(r.REPORT_ID, ''), nullif(r.MASTER_REPORT_ID, ''), nullif(r.DASHBOARD_ID_DERIVED, ''),
      nullif(r.DOCUMENT_ID_DERIVED, ''), nullif(r.DOCUMENT_ID, ''), nullif(r.DELIVERY_ID, ''), nullif(r.ASSET_ID, ''),
      nullif(r.GROUP_ID, ''), nullif(r.FEATURE_ID, ''),
      nullif(r.ReportId, ''), nullif(r.ListViewId, ''), nullif(r.DeveloperName, ''), nullif(r.DocumentId, ''), nullif(r.FileName, '')
    ) AS object,
    coalesce(nullif(r.ENTITY_NAME, ''), nullif(r.ENTITY_TYPE, ''), nullif(r.QueriedEntities, '')) AS entity,
    try_cast(coalesce(
      nullif(r.ROWS_PROCESSED, ''), nullif(r.RECORDS_PROCESSED, ''), nullif(r.ROW_COUNT, ''), nullif(r.NUM_RESULTS, ''),
      nullif(r.NUM_ROWS, ''), nullif(r.NUMBER_OF_RECORDS, ''), nullif(r.RowsReturned, ''), nullif(r.RowsProcessed, '')
    ) AS DOUBLE) AS row_count,
    -- Refused, failed or not yet allowed: nothing was seen or changed.
    coalesce(r.REQUEST_STATUS IN ('F', 'A', 'N'), false)
      OR coalesce(regexp_matches(r.STATUS_CODE, '^[45]'), false)
      OR coalesce(regexp_matches(r.PolicyOutcome, '^(Block|MeteringBlock|Failed|TwoFA(Denied|Failed|Initiated|InProgress|RecoverableError|ReportedDenied))'), false)
      OR coalesce(r.OperationStatus <> 'Success', false) AS refused
  FROM record
),

-- Ids come 15 characters long (case counts) and 18 (case does not). Three characters tell which of the 15 are capitals.
identified AS (
  SELECT
    * EXCLUDE (user_id, record_id),
    regexp_replace(operation, '(Stream|Store)$', '') AS kind,
    list_transform(
      [user_id, coalesce(record_id, nullif(regexp_extract(uri, '(?:^|/)((?:[0-9][0-9A-Za-z]{2}|a[0-9][0-9A-Za-z])[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?)(?:[/?]|$)', 1), ''))]
        || list_filter(
          -- Cells and ids of the rows shown; a number of 15 digits is no id.
          coalesce(regexp_extract_all(r.Records, '"((?:001|003|00Q|0PK)[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?)\\?"', 1), []),
          lambda id: regexp_matches(id, '[A-Za-z]')
        ),
      lambda id: CASE
        WHEN regexp_matches(id, '^[0-9A-Za-z]{15}$') THEN id || list_aggregate(
          list_transform([0, 5, 10], lambda start: substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1 + CAST(list_sum(
            list_transform([0, 1, 2, 3, 4], lambda i: CASE WHEN ascii(substr(id, start + i + 1, 1)) BETWEEN 65 AND 90 THEN 1 << i ELSE 0 END)
          ) AS INTEGER), 1)),
          'string_agg', ''
        )
        ELSE id
      END
    ) AS ids
  FROM event
),

placed AS (
  SELECT
    *,
    ids[1] AS user_id,
    ids[2] AS record_id,
    -- Objects that hold what is known of customers; setup objects (profiles, layouts, code) do not.
    coalesce(regexp_matches(ids[2], '^(001|003|006|00[PQTUav]|02s|0PK|500|570|800|801|a[0-9])'), false) AS on_record
  FROM identified
),

acted AS (
  SELECT
    *,
    CASE
      WHEN refused OR kind IS NULL THEN 'other'
      WHEN kind = 'ReportExport' THEN 'export'
      WHEN kind IN ('Report', 'AsyncReportRun', 'AsynchronousReportRun', 'MultiblockReport') THEN
        CASE
          -- Classic says in RENDERING_TYPE what was made: CSV, Excel or a printable view.
          WHEN r.ORIGIN LIKE 'ReportExported%' OR r.RENDERING_TYPE IN ('C', 'X', 'P') THEN 'export'
          WHEN r.ORIGIN = 'Test' THEN 'other'
          ELSE 'read'
        END
      WHEN kind = 'Dashboard' THEN 'read'
      -- SOAP, and what ApiTotalUsage tells of it. Metadata and tooling calls read the organisation's set-up.
      WHEN kind = 'API' OR (kind = 'ApiTotalUsage' AND upper(r.API_FAMILY) = 'SOAP') THEN
        CASE
          WHEN r.API_TYPE IN ('M', 'T') THEN 'other'
          WHEN regexp_matches(coalesce(nullif(r.METHOD_NAME, ''), r.API_RESOURCE), '(?i)^(query|retrieve|getUpdated|getDeleted)') THEN 'read'
          WHEN regexp_matches(coalesce(nullif(r.METHOD_NAME, ''), r.API_RESOURCE), '(?i)^search') THEN 'search'
          WHEN regexp_matches(coalesce(nullif(r.METHOD_NAME, ''), r.API_RESOURCE), '(?i)^(create|insert|convertLead)') THEN 'create'
          WHEN regexp_matches(coalesce(nullif(r.METHOD_NAME, ''), r.API_RESOURCE), '(?i)^(update|upsert|merge|undelete)') THEN 'update'
          WHEN regexp_matches(coalesce(nullif(r.METHOD_NAME, ''), r.API_RESOURCE), '(?i)^(delete|emptyRecycleBin)') THEN 'delete'
          WHEN regexp_matches(coalesce(nullif(r.METHOD_NAME, ''), r.API_RESOURCE), '(?i)^sendEmail') THEN 'send'
          WHEN regexp_matches(coalesce(nullif(r.METHOD_NAME, ''), r.API_RESOURCE), '(?i)^login$') THEN 'login'
          ELSE 'other'
        END
      WHEN kind IN ('RestApi', 'ApexRestApi', 'ApiTotalUsage') THEN
        CASE
          WHEN regexp_matches(uri, '(?i)/(describe|limits|tooling|metadata)\b') THEN 'other'
          WHEN regexp_matches(uri, '(?i)/jobs/(query|ingest)/[^/]+/(results|successfulResults|failedResults)|/job/[^/]+/batch/[^/]+/result') THEN 'export'
          WHEN regexp_matches(uri, '(?i)/(search|parameterizedSearch)\b') THEN 'search'
          WHEN http_method = 'GET' THEN
            CASE WHEN on_record OR row_count > 0 OR entity IS NOT NULL OR regexp_matches(uri, '(?i)/(query|queryAll|analytics/reports|list-records|records)\b') THEN 'read' ELSE 'other' END
          WHEN regexp_matches(uri, '(?i)/(graphql|analytics/reports)\b') THEN 'read'
          -- A composite request stands for calls of any kind; the log keeps the outer one only. What it may have read counts.
          WHEN regexp_matches(uri, '(?i)/composite(/(batch|graph))?/?(\?|$)') THEN 'read'
          WHEN on_record OR entity IS NOT NULL THEN
            CASE http_method WHEN 'POST' THEN 'create' WHEN 'PATCH' THEN 'update' WHEN 'PUT' THEN 'update' WHEN 'DELETE' THEN 'delete' ELSE 'other' END
          ELSE 'other'
        END
      -- A job of Bulk API 2.0 logs each of its steps; rows are in the last one of a query and in each part of a load.
      WHEN kind = 'BulkApi' OR (kind = 'BulkApi2' AND row_count > 0 AND (r.JOB_STATUS = 'JobComplete' OR NOT starts_with(lower(r.OPERATION_TYPE), 'query'))) THEN
        CASE
          WHEN r.SUCCESS IN ('0', 'false') AND coalesce(row_count, 0) = 0 THEN 'other'
          WHEN starts_with(lower(r.OPERATION_TYPE), 'query') THEN 'export'
          WHEN lower(r.OPERATION_TYPE) = 'insert' THEN 'create'
          WHEN lower(r.OPERATION_TYPE) IN ('update', 'upsert') THEN 'update'
          WHEN lower(r.OPERATION_TYPE) IN ('delete', 'harddelete') THEN 'delete'
          ELSE 'other'
        END
      WHEN kind IN ('URI', 'LoginAs', 'LightningPageView', 'VisualforceRequest', 'Console') THEN
        CASE
          WHEN on_record AND regexp_matches(uri, '/p(\?|$)') THEN 'print'
          WHEN on_record THEN 'read'
          WHEN regexp_matches(uri, '^/lightning/o/[^/]+/list|[?&]fcf=') THEN 'list'
          WHEN kind = 'LoginAs' THEN 'login'
          ELSE 'other'
        END
      WHEN kind = 'Search' THEN 'search'
      WHEN kind = 'ContentTransfer' THEN
        CASE r.TRANSACTION_TYPE
          WHEN 'VersionDownloadAction' THEN 'download' WHEN 'VersionDownloadApi' THEN 'download'
          WHEN 'VersionRenditionDownload' THEN 'read' WHEN 'saveVersion' THEN 'create' ELSE 'other'
        END
      WHEN starts_with(kind, 'DocumentAttachmentDown') THEN 'download'
      WHEN kind = 'WaveDownload' THEN CASE WHEN coalesce(r.DOWNLOAD_ERROR, '') = '' THEN 'download' ELSE 'other' END
      WHEN kind = 'ContentDistribution' THEN CASE r.ACTION WHEN 'VIEW' THEN 'read' WHEN 'INSERT' THEN 'share' ELSE 'other' END
      -- A permission that follows from the file's place (I) is not given by anyone.
      WHEN kind = 'ContentDocumentLink' THEN
        CASE WHEN r.SHARING_OPERATION IN ('INSERT', 'UPDATE') AND coalesce(r.SHARING_PERMISSION, '') <> 'I' THEN 'share' ELSE 'other' END
      WHEN kind = 'DatabaseSave' THEN
        CASE
          WHEN NOT on_record THEN 'other'
          WHEN lower(r.DML_TYPE) = 'insert' THEN 'create'
          WHEN lower(r.DML_TYPE) IN ('update', 'upsert', 'undelete', 'merge') THEN 'update'
          WHEN lower(r.DML_TYPE) = 'delete' THEN 'delete'
          ELSE 'other'
        END
      WHEN kind = 'Login' THEN CASE WHEN coalesce(r.LOGIN_STATUS, '') IN ('', 'LOGIN_NO_ERROR') THEN 'login' ELSE 'other' END
      WHEN kind = 'GroupMembership' THEN CASE WHEN json ->> '$.OPERATION' = 'AddedGroupMember' THEN 'grant' ELSE 'other' END
      WHEN kind = 'PermissionUpdate' THEN CASE WHEN coalesce(lower(r.UPDATE_TYPE), '') = 'delete' THEN 'other' ELSE 'grant' END
      -- Real-time events.
      WHEN kind = 'ReportEvent' THEN
        CASE WHEN r.Operation LIKE 'ReportExported%' OR nullif(r.ExportFileFormat, '') IS NOT NULL THEN 'export' WHEN r.Operation = 'Test' THEN 'other' ELSE 'read' END
      WHEN kind = 'ListViewEvent' THEN 'list'
      WHEN kind = 'ApiEvent' THEN CASE WHEN r.Operation IN ('DeleteHard', 'DeleteSoft') THEN 'delete' ELSE 'read' END
      WHEN kind = 'BulkApiResultEvent' THEN 'download'
      WHEN kind IN ('UriEvent', 'LightningUriEvent') THEN
        CASE
          WHEN NOT on_record THEN 'other'
          WHEN r.Operation = 'Create' THEN 'create' WHEN r.Operation = 'Update' THEN 'update' WHEN r.Operation = 'Delete' THEN 'delete'
          ELSE 'read'
        END
      WHEN kind = 'FileEvent' THEN
        CASE WHEN r.FileAction LIKE '%_DOWNLOAD' THEN 'download' WHEN r.FileAction = 'PREVIEW' THEN 'read' WHEN r.FileAction = 'UPLOAD' THEN 'create' ELSE 'other' END
      WHEN kind = 'LoginEvent' THEN CASE WHEN coalesce(r.Status, 'Success') = 'Success' THEN 'login' ELSE 'other' END
      WHEN kind = 'LoginAsEvent' THEN 'login'
      ELSE 'other'
    END AS action,
    -- What the rows showed: a report's or a list's headers, or the columns of a query without functions and subqueries.
    string_split(coalesce(
      nullif(trim(r.ColumnHeaders, '[] '), ''),
      nullif(regexp_extract(r.Query, '(?is)^\s*select\s+([^()]+?)\s+from\s', 1), '')
    ), ',') AS columns
  FROM placed
)

SELECT
  record_no,
  CASE
    WHEN from_file THEN
      coalesce(
        try_cast(nullif(r.TIMESTAMP_DERIVED, '') AS TIMESTAMPTZ) AT TIME ZONE 'UTC',
        try_strptime(r."TIMESTAMP", ['%Y%m%d%H%M%S.%g', '%Y%m%d%H%M%S'])
      )
    -- The stream's Avro form counts milliseconds.
    WHEN regexp_matches(r.EventDate, '^\d{13}$') THEN make_timestamp(try_cast(r.EventDate AS BIGINT) * 1000)
    ELSE try_cast(r.EventDate AS TIMESTAMPTZ) AT TIME ZONE 'UTC'
  END AS time,
  -- REQUEST_ID is the transaction's, not the event's. Chunks of one report share its identifier.
  CASE WHEN r.Sequence IS NULL THEN r.EventIdentifier ELSE r.EventIdentifier || '/' || r.Sequence END AS event_id,
  coalesce(user_id, CASE WHEN from_file AND action = 'other' THEN 'salesforce' END) AS actor,
  action,
  operation,
  CASE WHEN action NOT IN ('other', 'login', 'grant') THEN
    list_distinct(list_filter(ids[2:], lambda id: regexp_matches(id, '^(001|003|00Q|0PK)')))
  END AS subjects,
  CASE WHEN action IN ('other', 'login', 'grant') OR columns IS NULL THEN [] ELSE
    list_sort(list_distinct(list_transform(columns, lambda c: CASE
      WHEN regexp_matches(c, '(?i)e_?mail') THEN 'email'
      WHEN regexp_matches(c, '(?i)phone|mobile|fax') THEN 'phone'
      WHEN regexp_matches(c, '(?i)birth') THEN 'date-of-birth'
      WHEN regexp_matches(c, '(?i)gender|salutation') THEN 'gender'
      WHEN regexp_matches(c, '(?i)language|locale') THEN 'language'
      WHEN regexp_matches(c, '(?i)nationality|citizenship') THEN 'nationality'
      WHEN regexp_matches(c, '(?i)photo') THEN 'photo'
      WHEN regexp_matches(c, '(?i)user_?name') THEN 'username'
      WHEN regexp_matches(c, '(?i)ssn|social_?security') THEN 'social-security-number'
      WHEN regexp_matches(c, '(?i)tax_?(id|number)|vat_?(id|number)') THEN 'tax-id'
      WHEN regexp_matches(c, '(?i)passport') THEN 'passport'
      WHEN regexp_matches(c, '(?i)driv.*licen') THEN 'drivers-licence'
      WHEN regexp_matches(c, '(?i)national_?id|identity_?(card|number)') THEN 'government-id'
      WHEN regexp_matches(c, '(?i)iban|bank') THEN 'bank-account'
      WHEN regexp_matches(c, '(?i)(credit|debit|payment)_?card') THEN 'payment-card'
      WHEN regexp_matches(c, '(?i)income|salary') THEN 'income'
      WHEN regexp_matches(c, '(?i)account_?number') THEN 'account-number'
      WHEN regexp_matches(c, '(?i)street|postal|zip|city|country|address|(billing|mailing|shipping|other)_?state') THEN 'postal-address'
      WHEN regexp_matches(c, '(?i)(first|last|middle|full)_?name|^\s*((contact|lead|account|individual)s?\.)?name\s*$') THEN 'name'
      ELSE 'other'
    END)))
  END AS fields,
  coalesce(object, record_id, entity, uri) AS resource,
  coalesce(nullif(r.Query, ''), nullif(r.SEARCH_QUERY, ''), nullif(r.REPORT_DESCRIPTION, '')) AS statement,
  -- -1: more than Salesforce counts. Chunks after the first repeat the whole report's rows.
  CASE WHEN action <> 'other' AND row_count >= 0 AND coalesce(try_cast(r.Sequence AS INTEGER), 0) <= 1 THEN try_cast(row_count AS BIGINT) END AS subject_count,
  -- Salesforce's own services have a name where the address stands.
  coalesce(
    CASE WHEN regexp_matches(r.SOURCE_IP, '^[0-9a-fA-F.:]+$') THEN r.SOURCE_IP END,
    CASE WHEN regexp_matches(r.CLIENT_IP, '^[0-9a-fA-F.:]+$') THEN r.CLIENT_IP END,
    CASE WHEN regexp_matches(r.SourceIp, '^[0-9a-fA-F.:]+$') THEN r.SourceIp END
  ) AS ip,
  coalesce(
    nullif(r.BROWSER_TYPE, ''), nullif(r.CLIENT_INFO, ''), nullif(r.CLIENT_NAME, ''),
    -- REST calls have a number for the kind of client.
    CASE WHEN regexp_matches(r.USER_AGENT, '[A-Za-z]') THEN r.USER_AGENT END,
    nullif(r.UserAgent, ''), nullif(r.Browser, ''), nullif(r.Client, '')
  ) AS device,
  coalesce(nullif(r.SESSION_KEY, ''), nullif(r.LOGIN_KEY, ''), nullif(r.SessionKey, ''), nullif(r.LoginKey, '')) AS session,
  -- Neither an event log file's row nor a real-time event.
  CASE WHEN NOT from_file AND r.EventDate IS NULL AND r.EventIdentifier IS NULL THEN 'shape-wrong' END AS problem
FROM acted
