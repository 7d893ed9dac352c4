-- purpose: actors whose whole activity a trace weighs
-- grain: one row per actor
CREATE TEMP TABLE shortlist (actor VARCHAR NOT NULL)
