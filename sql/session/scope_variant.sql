-- purpose: other questions beside the one a scope answers, to see how its numbers move
-- grain: one row per variant
-- column from_at: inclusive
-- column to_at: exclusive
-- column without: one of the names asked for, whose accesses are left out; null: nobody's
CREATE TEMP TABLE scope_variant (
  variant VARCHAR NOT NULL,
  from_at TIMESTAMP NOT NULL,
  to_at TIMESTAMP NOT NULL,
  without VARCHAR
)
