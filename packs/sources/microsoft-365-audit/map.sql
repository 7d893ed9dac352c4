-- purpose: Microsoft 365 audit records as accesses: mailboxes, SharePoint and OneDrive, searches, sharing, sign-ins
-- grain: one row per record; a mailbox record that names several messages or folders gives one row for each, numbered from 0
-- source: https://learn.microsoft.com/en-us/office/office-365-management-api/office-365-management-activity-api-schema
WITH event AS (
  SELECT
    record_no,
    r,
    r.Operation AS operation,
    -- Folders that were synchronised have no items: the folder itself is what was reached.
    CASE
      WHEN len(r.Folders) > 0 THEN
        flatten(list_transform(r.Folders, lambda f:
          CASE
            WHEN len(f.FolderItems) > 0 THEN list_transform(f.FolderItems, lambda i: {folder: f.Path, message: coalesce(i.InternetMessageId, i.Id)})
            ELSE [{folder: f.Path, message: CAST(NULL AS VARCHAR)}]
          END))
      WHEN len(r.AffectedItems) > 0 THEN
        list_transform(r.AffectedItems, lambda i: {folder: i.ParentFolder.Path, message: coalesce(i.InternetMessageId, i.Id)})
      WHEN len(r.Messages) > 0 AND r.Operation = 'AttachmentAccess' THEN
        list_transform(r.Messages, lambda m: {folder: CAST(NULL AS VARCHAR), message: m.Id})
    END AS items,
    coalesce(nullif(r.ClientIP, ''), nullif(r.ClientIPAddress, ''), r.ActorIpAddress) AS address,
    -- Mail that is handed on by a rule or by the mailbox's own setting.
    list_filter(r.Parameters, lambda p:
      p.Name IN ('ForwardTo', 'ForwardAsAttachmentTo', 'RedirectTo', 'ForwardingSmtpAddress', 'ForwardingAddress') AND p.Value <> '')[1].Value IS NOT NULL
      OR coalesce(regexp_matches(list_filter(r.OperationProperties, lambda p: p.Name = 'RuleActions')[1].Value, 'Forward|Redirect'), false) AS forwards
  FROM record
),

acted AS (
  SELECT
    *,
    CASE
      -- Refused or failed: nothing was seen or changed. Exchange administration says True and False.
      WHEN lower(r.ResultStatus) IN ('failed', 'false', 'failure', 'fail') THEN 'other'
      -- "Succeeded" alone does not mean that a sign-in succeeded.
      WHEN operation = 'UserLoggedIn' THEN
        CASE WHEN coalesce(r.ErrorNumber, r.ErrorCode, '0') IN ('0', '') AND coalesce(r.LogonError, '') IN ('', 'None') THEN 'login' ELSE 'other' END
      WHEN operation IN ('MailboxLogin', 'TeamsSessionStarted') THEN 'login'
      WHEN operation IN (
        'MailItemsAccessed', 'MessageBind', 'AttachmentAccess',
        'FileAccessed', 'FileAccessedExtended', 'FilePreviewed', 'FileViewed', 'FileFetched', 'PageViewed', 'PageViewedExtended', 'ListItemViewed',
        'AnonymousLinkUsed', 'CompanyLinkUsed', 'SecureLinkUsed',
        'ChatRetrieved', 'MessageRead', 'MessageHostedContentRead',
        'SearchPreviewed', 'ViewedSearchPreviewed', 'PreviewItemRendered'
      ) THEN 'read'
      WHEN operation IN ('FolderBind', 'MessagesListed', 'MessageHostedContentsListed', 'PreviewItemListed') THEN 'list'
      -- The mailbox and SharePoint searches go by several names, SearchQueryInitiatedExchange among them.
      WHEN regexp_matches(operation, '^(SearchQueryInitiated|SharepointSearchQueryInitiated|(SearchQueryPerformed|eDiscoverySearchPerformed|SearchStarted)$)') THEN 'search'
      WHEN operation IN (
        'FileDownloaded', 'FileSyncDownloadedFull', 'FileSyncDownloadedPartial', 'SearchExportDownloaded', 'PreviewItemDownloaded'
      ) THEN 'download'
      -- Of a copied file, the record names the original.
      WHEN operation IN ('FileCopied', 'FolderCopied', 'SearchExported', 'SearchReport') THEN 'export'
      WHEN regexp_matches(operation, '^(SharingSet|SharingInvitationCreated|AccessInvitationCreated|SharedLinkCreated|(Anonymous|Company|Secure)Link(Created|Updated)|AddedToSecureLink|AccessRequest(Accepted|Approved))$')
        THEN 'share'
      WHEN operation IN ('New-InboxRule', 'Set-InboxRule', 'UpdateInboxRules', 'Set-Mailbox') THEN CASE WHEN forwards THEN 'share' ELSE 'other' END
      WHEN regexp_matches(operation, '^(Add-(MailboxPermission|MailboxFolderPermission|RecipientPermission|RoleGroupMember)|New-ManagementRoleAssignment|(Add|Update|Modify)FolderPermissions|UpdateCalendarDelegation|AddedToGroup|UserAddedToGroup|SiteCollectionAdminAdded)$')
        OR regexp_matches(operation, '^(Add (member|eligible member|owner) to |Consent to application|Add (app role assignment|delegated permission grant|delegation entry|service principal credentials))')
        THEN 'grant'
      WHEN operation IN ('Send', 'SendAs', 'SendOnBehalf', 'MessageSent') THEN 'send'
      WHEN regexp_matches(operation, '^((File|Folder|ListItem)(Deleted|DeletedFirstStageRecycleBin|DeletedSecondStageRecycleBin|Recycled)|ListDeleted|SoftDelete|HardDelete|MoveToDeletedItems|RecordDelete|SearchResultsPurged|MessageDeleted|Delete user\.?)$')
        THEN 'delete'
      WHEN regexp_matches(operation, '^(FileUploaded|FileSyncUploaded(Full|Partial)|(Folder|List|ListItem)Created|Create|Copy|Add user\.?)$') THEN 'create'
      WHEN regexp_matches(operation, '^((File|Folder)(Modified|ModifiedExtended|Moved|Renamed|Restored)|FileCheckedIn|ListItem(Updated|Restored)|Update|Move|MessageUpdated|Update user\.?|(Change|Reset|Set force change) user password\.?)$')
        THEN 'update'
      ELSE 'other'
    END AS action
  FROM event
),

reached AS (
  SELECT
    *,
    coalesce(r.MailboxOwnerUPN, r.MailboxGuid) AS mailbox,
    action <> 'other' AND regexp_matches(operation, '^(MailItemsAccessed|MessageBind|FolderBind|AttachmentAccess|Create|Copy|Move|Update|MoveToDeletedItems|SoftDelete|HardDelete|RecordDelete)$') AS in_mailbox,
    action <> 'other' AND regexp_matches(operation, ' user( password)?\.?$') AS on_account,
    unnest(coalesce(items, [{folder: coalesce(r.Item.ParentFolder.Path, r.Folder.Path), message: coalesce(r.Item.InternetMessageId, CASE WHEN operation NOT IN ('FolderBind', 'UpdateInboxRules') THEN r.Item.Id END)}])) AS item,
    unnest(range(greatest(coalesce(len(items), 0), 1))) AS item_no
  FROM acted
)

SELECT
  record_no,
  -- UTC, written without a zone.
  try_cast(CASE WHEN regexp_matches(r.CreationTime, '(Z|[+-]\d{2}:?\d{2})$') THEN r.CreationTime ELSE r.CreationTime || 'Z' END AS TIMESTAMPTZ)
    AT TIME ZONE 'UTC' AS time,
  CASE WHEN items IS NULL THEN r.Id ELSE r.Id || '/' || item_no END AS event_id,
  coalesce(nullif(r.UserId, ''), nullif(nullif(r.UserKey, ''), 'Not Available')) AS actor,
  action,
  operation,
  CASE
    WHEN in_mailbox THEN list_filter([mailbox], lambda s: s IS NOT NULL)
    WHEN on_account THEN list_filter([r.ObjectId], lambda s: s IS NOT NULL AND s <> 'Not Available')
  END AS subjects,
  CASE
    WHEN in_mailbox AND action <> 'list' THEN ['communication-content']
    WHEN action IN ('read', 'list') AND regexp_matches(operation, '^(Chat|Messages?)[A-Z]') THEN ['communication-content']
    WHEN on_account AND contains(operation, 'password') THEN ['password']
    ELSE []
  END AS fields,
  coalesce(
    nullif(r.ObjectId, ''),
    nullif(concat_ws('\', mailbox, ltrim(item.folder, '\'), item.message), ''),
    r.ChatThreadId
  ) AS resource,
  CASE
    WHEN operation = 'MailItemsAccessed' THEN
      nullif(list_aggregate(
        list_transform(list_filter(r.OperationProperties, lambda p: p.Name IN ('MailAccessType', 'IsThrottled')), lambda p: p.Name || '=' || p.Value),
        'string_agg', ' '
      ), '')
    ELSE nullif(r.QueryText, '')
  END AS statement,
  -- An address comes bare, in brackets, and with a port.
  nullif(regexp_extract(address, '^\[?((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*)\]?(?::\d+)?$', 1), '') AS ip,
  coalesce(
    nullif(r.UserAgent, ''),
    nullif(r.ClientInfoString, ''),
    list_filter(r.ExtendedProperties, lambda p: p.Name = 'UserAgent')[1].Value
  ) AS device,
  coalesce(
    nullif(r.SessionId, ''),
    nullif(r.AppAccessContext.AADSessionId, ''),
    list_filter(r.DeviceProperties, lambda p: p.Name = 'SessionId')[1].Value
  ) AS session,
  -- Every audit record has an operation; what has none is some other log.
  CASE WHEN operation IS NULL THEN 'shape-wrong' END AS problem
FROM reached
