-- purpose: Google Workspace activities of the Reports API as accesses: Drive, Admin console, sign-ins
-- grain: one row per event; one activity holds several (opening and sharing in one go, say), numbered from 0
-- source: https://developers.google.com/workspace/admin/reports/v1/reference/activities/list
WITH event AS (
  SELECT
    record_no,
    r,
    r.id.applicationName AS application,
    unnest(r.events) AS event,
    unnest(range(len(r.events))) AS event_no
  FROM record
),

named AS (
  SELECT
    *,
    event.name AS name,
    -- Parameters are a list of name and value; only these are asked for.
    list_filter(event.parameters, lambda p: p.name = 'doc_id')[1].value AS doc_id,
    list_filter(event.parameters, lambda p: p.name = 'USER_EMAIL')[1].value AS user_email,
    list_filter(event.parameters, lambda p: p.name IN ('GROUP_EMAIL', 'ROLE_NAME', 'ORG_UNIT_NAME', 'APPLICATION_NAME', 'DOMAIN_NAME'))[1].value AS admin_object,
    list_filter(event.parameters, lambda p: p.name IN ('new_value', 'membership_change_type') AND (p.value IS NOT NULL OR p.multiValue IS NOT NULL))[1] AS change
  FROM event
),

acted AS (
  SELECT
    *,
    CASE application
      WHEN 'drive' THEN
        CASE
          WHEN event.type = 'acl_change' THEN
            CASE
              -- Taken away, or about settings and versions rather than persons.
              WHEN change IS NOT NULL AND list_has_all(['none', 'private', 'remove_from_shared_drive'], coalesce(change.multiValue, [change.value])) THEN 'other'
              WHEN regexp_matches(name, 'security_update|settings_change|inherited_permissions|publish_new_version|change_acl_editors') THEN 'other'
              ELSE 'share'
            END
          WHEN name IN ('view', 'preview', 'access_item_content', 'sheets_import_range') THEN 'read'
          WHEN name IN ('download', 'download_forms_response', 'download_video_caption', 'sync_item_content', 'prefetch_item_content') THEN 'download'
          WHEN name = 'print' THEN 'print'
          WHEN name IN ('email_as_attachment', 'email_collaborators') THEN 'send'
          -- The original of a copy; the copy itself is `copy`.
          WHEN name = 'source_copy' THEN 'export'
          WHEN name IN ('search', 'connected_sheets_query') THEN 'search'
          WHEN name IN ('create', 'upload', 'copy') THEN 'create'
          WHEN name IN ('edit', 'rename', 'move', 'add_to_folder', 'remove_from_folder', 'untrash', 'encrypt') THEN 'update'
          WHEN regexp_matches(name, '_(comment|suggestion)$') THEN 'update'
          WHEN name IN ('delete', 'trash') THEN 'delete'
          ELSE 'other'
        END
      WHEN 'admin' THEN
        CASE
          WHEN regexp_matches(name, '^(DOWNLOAD_|GROUP_(LIST|MEMBERS)_DOWNLOAD$)') THEN 'download'
          WHEN regexp_matches(name, '^(REQUEST_MAILBOX_DUMP|REQUEST_ACCOUNT_INFO)$') THEN 'export'
          WHEN regexp_matches(name, '^(EMAIL_LOG_SEARCH|EMAIL_LIFE_OF_A_MESSAGE)$') THEN 'search'
          WHEN regexp_matches(name, '^(CREATE_DATA_TRANSFER_REQUEST|TRANSFER_DOCUMENT_OWNERSHIP)$') THEN 'share'
          WHEN regexp_matches(name, '^(GRANT_|ASSIGN_ROLE$|ADD_PRIVILEGE$|ADD_GROUP_MEMBER$|AUTHORIZE_API_CLIENT_ACCESS$|CREATE_EMAIL_MONITOR$|(MULTIPLE_)?ADD_TO_TRUSTED_)') THEN 'grant'
          WHEN regexp_matches(name, '^(REVOKE_|UNASSIGN_|REMOVE_(PRIVILEGE|GROUP_MEMBER)$)') THEN 'other'
          WHEN name = 'CREATE_USER' THEN 'create'
          WHEN name = 'DELETE_USER' THEN 'delete'
          WHEN name = 'VIEW_TEMP_PASSWORD' THEN 'read'
          WHEN event.type = 'USER_SETTINGS' AND user_email IS NOT NULL THEN 'update'
          ELSE 'other'
        END
      WHEN 'login' THEN CASE WHEN name = 'login_success' THEN 'login' ELSE 'other' END
      WHEN 'saml' THEN CASE WHEN name = 'login_success' THEN 'login' ELSE 'other' END
      WHEN 'token' THEN CASE WHEN name = 'authorize' THEN 'grant' ELSE 'other' END
      ELSE 'other'
    END AS action
  FROM named
)

SELECT
  record_no,
  try_cast(r.id.time AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS time,
  r.id.uniqueQualifier || '/' || event_no AS event_id,
  coalesce(nullif(r.actor.email, ''), r.actor.key, r.actor.profileId) AS actor,
  action,
  name AS operation,
  CASE WHEN application = 'admin' AND action NOT IN ('other', 'grant') AND user_email IS NOT NULL THEN [user_email] END AS subjects,
  CASE
    WHEN application <> 'admin' OR action IN ('other', 'grant') THEN []
    WHEN name IN ('REQUEST_MAILBOX_DUMP', 'EMAIL_LIFE_OF_A_MESSAGE') THEN ['communication-content']
    WHEN name IN ('CHANGE_FIRST_NAME', 'CHANGE_LAST_NAME') THEN ['name']
    WHEN name = 'RENAME_USER' THEN ['username', 'email']
    WHEN contains(name, 'PASSWORD') THEN ['password']
    WHEN contains(name, 'SCRATCH_CODES') THEN ['authentication-code']
    WHEN contains(name, 'RECOVERY_EMAIL') THEN ['email']
    WHEN contains(name, 'PHONE') THEN ['phone']
    WHEN name = 'CHANGE_USER_ADDRESS' THEN ['postal-address']
    WHEN name = 'CHANGE_USER_GENDER' THEN ['gender']
    WHEN name = 'CHANGE_USER_LANGUAGE' THEN ['language']
    WHEN name = 'CHANGE_USER_LOCATION' THEN ['location']
    WHEN name = 'UPDATE_BIRTHDATE' THEN ['date-of-birth']
    WHEN contains(name, 'PROFILE_PHOTO') THEN ['photo']
    ELSE []
  END AS fields,
  coalesce(doc_id, admin_object) AS resource,
  r.networkInfo.regionCode AS region,
  r.ipAddress AS ip
FROM acted
