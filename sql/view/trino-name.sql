-- Names that Trino has and DuckDB spells otherwise, so that the lake statements are the same text on both engines.
CREATE TEMP MACRO cardinality(list) AS len(list);
CREATE TEMP MACRO approx_distinct(x) AS approx_count_distinct(x);
