-- Names that Trino has and DuckDB spells otherwise, so that the lake statements are the same text on both engines.
CREATE TEMP MACRO cardinality(list) AS len(list);
CREATE TEMP MACRO approx_distinct(x) AS approx_count_distinct(x);
CREATE TEMP MACRO array_join(list, separator) AS array_to_string(list, separator);
-- What Trino writes lower(to_hex(md5(to_utf8(x)))); sha512_hex is registered beside these (src/adapters/duckdb/digest-function.ts).
CREATE TEMP MACRO md5_hex(x) AS md5(x);
CREATE TEMP MACRO sha1_hex(x) AS sha1(x);
CREATE TEMP MACRO sha256_hex(x) AS sha256(x);
