-- purpose: CloudTrail events as accesses. AWS has thousands of event names, so actions follow from rules on the service, the
--   name's first word and the kind of event, not from a list.
-- grain: one row per CloudTrail record
-- source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
WITH event AS (
  SELECT
    record_no,
    json,
    r,
    r.eventName AS name,
    split_part(r.eventSource, '.', 1) AS service,
    regexp_extract(r.eventName, '^(?:Admin|Batch|Transact)?([A-Z][a-z]+)', 1) AS verb,
    -- Records before event version 1.06 have neither mark; an S3 object's key then tells.
    coalesce(r.eventCategory = 'Data', r.managementEvent = 'false', r.requestParameters.key IS NOT NULL) AS data_event,
    coalesce(r.requestParameters.statement, nullif(r.requestParameters.sql, '**********'), r.requestParameters.queryString) AS statement
  FROM record
),

-- Does the call reach what a store holds (objects, items, secrets, users), rather than the store's settings?
reach AS (
  SELECT
    *,
    CASE
      WHEN service = 's3' THEN data_event AND NOT regexp_matches(name, '(Acl|Tagging|Attributes|Retention|LegalHold|Configuration|Policy)$')
      WHEN service = 'secretsmanager' THEN regexp_matches(name, '(Secrets?|SecretValue)$')
      WHEN service = 'ssm' THEN contains(name, 'Parameter')
      WHEN service = 'cognito-idp' THEN contains(name, 'User')
      WHEN service IN ('athena', 'redshift-data') THEN regexp_matches(name, 'Query|Statement')
      WHEN service = 'logs' THEN regexp_matches(name, 'LogEvents|Query')
      ELSE data_event
    END AS reaches_content
  FROM event
),

acted AS (
  SELECT
    *,
    CASE
      -- A refused or failed call gave nothing away. A failed ConsoleLogin has a message and no code.
      WHEN r.errorCode IS NOT NULL OR r.errorMessage IS NOT NULL THEN 'other'
      WHEN service = 'sts' AND regexp_matches(name, '^(AssumeRole|GetFederationToken|GetSessionToken)') THEN 'login'
      WHEN service IN ('signin', 'sso') AND regexp_matches(name, '^(ConsoleLogin|SwitchRole|UserAuthentication|Federate)$') THEN 'login'
      -- A disk, an image or a database snapshot is opened to other accounts; the same calls also take that back.
      WHEN regexp_matches(name, '^Modify\w*(Snapshot|Image)Attribute$') THEN
        CASE
          WHEN coalesce(r.requestParameters.createVolumePermission.add, r.requestParameters.launchPermission.add,
            nullif(r.requestParameters.valuesToAdd, '[]')) IS NOT NULL THEN 'share'
          ELSE 'other'
        END
      WHEN regexp_matches(name, '^((Create|Associate)ResourceShare|Authorize(DataShare|SnapshotAccess))$') THEN 'share'
      WHEN service = 'iam' AND verb IN ('Add', 'Attach', 'Create', 'Enable', 'Put', 'Set', 'Update', 'Upload') THEN 'grant'
      WHEN regexp_matches(name, '^(Put(Bucket|Key|AccessPoint|\w*Resource)Policy|Put(Bucket|Object)Acl|AddPermission\w*|(Create)?Grant\w*)$') THEN 'grant'
      WHEN regexp_matches(name, '^(StartExportTask|CreateExportTask|ExportTableToPointInTime)$') THEN 'export'
      WHEN service = 'rds' AND verb = 'Download' THEN 'download'
      WHEN regexp_matches(name, '^Delete(Bucket|Table|Volume|Snapshot|DB(Cluster|Instance|Snapshot|ClusterSnapshot))$') THEN 'delete'
      WHEN NOT coalesce(reaches_content, false) THEN 'other'
      WHEN verb = 'Execute' THEN
        CASE upper(left(ltrim(statement), 6)) WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'update' WHEN 'DELETE' THEN 'delete' ELSE 'read' END
      WHEN starts_with(name, 'StartQuery') THEN 'search'
      WHEN verb IN ('Get', 'Read', 'Receive', 'Select') THEN 'read'
      WHEN verb IN ('Query', 'Search', 'Filter') THEN 'search'
      WHEN verb IN ('List', 'Scan') THEN 'list'
      WHEN verb IN ('Put', 'Create', 'Copy', 'Complete', 'Upload') THEN 'create'
      WHEN verb IN ('Update', 'Write', 'Set', 'Reset', 'Change', 'Restore', 'Enable', 'Disable') THEN 'update'
      WHEN verb = 'Delete' THEN 'delete'
      WHEN verb IN ('Send', 'Publish') THEN 'send'
      ELSE 'other'
    END AS action
  FROM reach
),

-- The keys a DynamoDB call names: its own, those of a transaction's items, those of a batch's tables.
keyed AS (
  SELECT
    *,
    CASE
      WHEN service <> 'dynamodb' OR action = 'other' THEN NULL
      WHEN r.requestParameters.key IS NOT NULL THEN [r.requestParameters.key]
      ELSE list_concat(
        json_extract(r.requestParameters.requestItems, '$[*].key'),
        json_extract(r.requestParameters.requestItems, '$.*.keys[*]')
      )
    END AS item_keys
  FROM acted
),

-- Attribute and value of each key; a value comes bare or with its type: {"S": "c-17"}.
attributed AS (
  SELECT
    *,
    list_transform(
      flatten(list_transform(item_keys, lambda k: map_entries(try_cast(k AS MAP(VARCHAR, JSON))))),
      lambda e: {
        attribute: e.key,
        value: CASE WHEN json_type(e.value) = 'OBJECT' THEN coalesce(e.value ->> '$.S', e.value ->> '$.N') ELSE e.value ->> '$' END
      }
    ) AS attributes
  FROM keyed
)

SELECT
  record_no,
  try_cast(r.eventTime AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS time,
  r.eventID AS event_id,
  coalesce(
    nullif(r.userIdentity.arn, ''),
    nullif(r.userIdentity.userName, ''),
    r.userIdentity.onBehalfOf.userId,
    nullif(r.userIdentity.principalId, ''),
    r.userIdentity.invokedBy,
    r.userIdentity.accountId,
    -- Insight events tell of a change in call rates and have no caller.
    CASE WHEN r.eventType = 'AwsCloudTrailInsight' THEN 'cloudtrail.amazonaws.com' END
  ) AS actor,
  action,
  name AS operation,
  CASE
    WHEN service = 'cognito-idp' AND action <> 'other' THEN
      -- Members of a struct are found whatever their case, so `username` cannot stand beside IAM's `userName` in the shape.
      list_filter(
        [coalesce(r.additionalEventData.sub, nullif(json ->> '$.requestParameters.username', 'HIDDEN_DUE_TO_SECURITY_REASONS'))],
        lambda s: s IS NOT NULL
      )
    ELSE
      list_distinct(list_filter(
        list_transform(attributes, lambda a: CASE
          WHEN regexp_matches(a.attribute, '(?i)customer|client|user|member|person|patient|subscriber|contact|guest|e-?mail|phone')
            THEN regexp_replace(a.value, '^[A-Za-z]+#', '')
          WHEN regexp_matches(a.value, '(?i)^(customer|client|user|member|person|patient|subscriber|contact|guest)#.')
            THEN regexp_replace(a.value, '^[A-Za-z]+#', '')
        END),
        lambda s: s IS NOT NULL
      ))
  END AS subjects,
  coalesce(
    CASE
      WHEN service = 's3' AND r.requestParameters.key IS NOT NULL
        THEN 'arn:aws:s3:::' || r.requestParameters.bucketName || '/' || (r.requestParameters.key ->> '$')
    END,
    r.resources[1].ARN,
    r.requestParameters.secretId,
    r.requestParameters.tableName,
    r.requestParameters.dBSnapshotIdentifier,
    r.requestParameters.dBClusterSnapshotIdentifier,
    r.requestParameters.dBInstanceIdentifier,
    r.requestParameters.dBClusterIdentifier,
    r.requestParameters.snapshotId,
    r.requestParameters.volumeId,
    r.requestParameters.imageId,
    r.requestParameters.sourceArn,
    r.requestParameters.tableArn,
    r.requestParameters.resourceArn,
    r.requestParameters.userPoolId,
    r.requestParameters.logGroupName,
    r.requestParameters.queryExecutionId,
    r.requestParameters.bucketName,
    r.requestParameters.functionName,
    r.requestParameters.roleArn,
    r.requestParameters.roleName,
    r.requestParameters.userName,
    r.requestParameters.groupName,
    r.requestParameters.policyArn,
    r.requestParameters.name
  ) AS resource,
  statement,
  r.awsRegion AS region,
  -- Calls that AWS makes itself have a service's name where the address stands.
  CASE WHEN regexp_matches(r.sourceIPAddress, '^[0-9a-fA-F.:]+$') THEN r.sourceIPAddress END AS ip,
  r.userAgent AS device,
  nullif(r.userIdentity.accessKeyId, '') AS session
FROM attributed
