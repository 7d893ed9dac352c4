-- purpose: what logged queries returned, found by running them again over the customers' versions of their moment
-- grain: one row per subject, account, set of fields and certainty, in each of the nested windows that were asked for at once
-- column account: as logged
-- column asked_at: of the first such query
-- column certainty: agrees (with the count that was logged), uncounted (no count was logged) or differs
-- column queries: how many returned the subject
CREATE TEMP TABLE reconstructed (
  subject VARCHAR NOT NULL,
  account VARCHAR NOT NULL,
  asked_at TIMESTAMP NOT NULL,
  fields VARCHAR[] NOT NULL,
  certainty VARCHAR NOT NULL,
  queries BIGINT NOT NULL
)
