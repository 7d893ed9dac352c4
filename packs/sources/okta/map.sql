-- purpose: Okta System Log events as accesses. Event types are dotted names (user.account.update_profile); the rules go by
--   their family and their last word, since Okta has over a thousand and adds more.
-- grain: one row per event
-- source: https://developer.okta.com/docs/reference/api/event-types/
WITH event AS (
  SELECT
    record_no,
    r.uuid AS uuid,
    coalesce(r.published, r."timestamp") AS published,
    coalesce(r.eventType, r.event_type) AS type,
    coalesce(r.outcome.result, r."outcome.result") AS result,
    -- Okta writes "unknown" where it has no name.
    coalesce(nullif(nullif(coalesce(r.actor.alternateId, r."actor.alternate_id"), 'unknown'), ''), r.actor.id, r."actor.id", r.actor.displayName, r."actor.display_name") AS actor,
    coalesce(r.client.ipAddress, r."client.ip_address") AS ip,
    coalesce(r.client.userAgent.rawUserAgent, r."client.user_agent.raw_user_agent") AS device,
    coalesce(r.client.geographicalContext.country, r."client.geographical_context.country") AS country,
    nullif(coalesce(r.authenticationContext.externalSessionId, r."authentication_context.external_session_id"), 'unknown') AS session,
    CASE
      WHEN r.event_type IS NULL THEN r.target
      ELSE [
        {id: r."target0.id", type: r."target0.type", alternateId: r."target0.alternate_id", displayName: r."target0.display_name"},
        {id: r."target1.id", type: r."target1.type", alternateId: r."target1.alternate_id", displayName: r."target1.display_name"},
        {id: r."target2.id", type: r."target2.type", alternateId: r."target2.alternate_id", displayName: r."target2.display_name"},
        {id: r."target3.id", type: r."target3.type", alternateId: r."target3.alternate_id", displayName: r."target3.display_name"}
      ]
    END AS target
  FROM record
),

acted AS (
  SELECT
    *,
    CASE
      -- Refused, failed or not finished: nothing was seen or changed.
      WHEN result IN ('FAILURE', 'DENY', 'SKIPPED', 'CHALLENGE', 'ABANDONED', 'UNANSWERED', 'RATE_LIMIT') THEN 'other'
      WHEN regexp_matches(type, '^user\.(session|device_session)\.start$|^user\.session\.(access_admin_app|impersonation\.initiate)$|^user\.authentication\.(auth|authenticate|sso|auth_via_(AD_agent|IDP|LDAP_agent|inbound\w+|iwa|radius|richclient|social))$|^app\.oauth2\.signon$|^pam\.server\.ssh_login$')
        THEN 'login'
      WHEN regexp_matches(type, '(privilege|consent|access_request|impersonation|debugger)\.grant$|(user_membership|application_assignment|role\.permissions|resourceset\.bindings|role\.user|role\.group)\.add$|^(pam\.member\.add|iam\.role\.create|system\.api_token\.create)$')
        THEN 'grant'
      WHEN regexp_matches(type, '^analytics\.reports\.export\.download$') THEN 'download'
      WHEN regexp_matches(type, '^(analytics\.reports\.export\.request|workflows\.user\.table\.export|personal\.user\.app_migration\.export)$') THEN 'export'
      WHEN regexp_matches(type, '^(system\.ldapi\.search|system\.directory\.debugger\.query_executed)$') THEN 'search'
      WHEN regexp_matches(type, '(\.reveal|\.show_password|\.read_client_secret|^support\.org\.view|^workflows\.user\.table\.view)$') THEN 'read'
      -- Okta hands a user's profile or password to the application that is the other target.
      WHEN regexp_matches(type, '^application\.provision\.user\.(push\w*|sync)$') THEN 'send'
      -- What is announced, withdrawn or merely looked for is no change of a person's data.
      WHEN regexp_matches(type, '(initiated|scheduled?|revoke|remove|start|complete|match|confirm|verify_exists|report_suspicious_activity_by_enduser|unlock_failure|read_only|attempt_bypass|promote_enrollment|use_token)$|\.okta_verify')
        THEN 'other'
      WHEN regexp_matches(type, '^(user\.(lifecycle|account|mfa|credential|import)|pam\.user|system\.(import|identity_sources)\.user|application\.(user_membership|provision\.user))\.') THEN
        CASE
          WHEN regexp_matches(type, '\.(create|import)$') THEN 'create'
          WHEN regexp_matches(type, '\.delete(\.completed)?$') THEN 'delete'
          ELSE 'update'
        END
      ELSE 'other'
    END AS action,
    -- An account in an application stands for its user when the user is no target.
    CASE WHEN list_contains(list_transform(target, lambda t: t.type), 'User') THEN 'User' ELSE 'AppUser' END AS person
  FROM event
)

SELECT
  record_no,
  try_cast(published AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS time,
  uuid AS event_id,
  actor,
  action,
  type AS operation,
  CASE WHEN action NOT IN ('other', 'login', 'grant') THEN
    list_distinct(list_filter(
      list_transform(
        list_filter(target, lambda t: t.type = person),
        lambda t: coalesce(nullif(nullif(t.alternateId, 'unknown'), ''), t.id)
      ),
      lambda s: s IS NOT NULL
    ))
  END AS subjects,
  CASE
    WHEN action IN ('other', 'login', 'grant') THEN []
    WHEN contains(type, 'primary_email') OR contains(type, 'secondary_email') THEN ['email']
    WHEN contains(type, 'change_username') THEN ['username']
    WHEN contains(type, 'password') THEN ['password']
    WHEN contains(type, 'preference') THEN ['preferences']
    ELSE []
  END AS fields,
  list_filter(
    list_transform(
      list_filter(target, lambda t: t.type NOT IN ('User', 'AppUser')),
      lambda t: t.type || '/' || coalesce(t.displayName, nullif(t.alternateId, 'unknown'), t.id)
    ),
    lambda name: name IS NOT NULL
  )[1] AS resource,
  country AS region,
  ip,
  device,
  session
FROM acted
