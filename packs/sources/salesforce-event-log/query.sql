-- purpose: which saved report an access that names nobody ran
-- grain: one row per access
-- source: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_eventlogfile_reportexport.htm
-- No event holds a report's filters: tables.yml says what the report asks. SOQL is not PostgreSQL's SQL (it compares texts without case), so that its
-- queries are not given as statements.
SELECT
  record_no,
  CAST(NULL AS VARCHAR) AS execution,
  CAST(NULL AS VARCHAR) AS database,
  CAST(NULL AS VARCHAR) AS statement,
  CAST(NULL AS VARCHAR[]) AS parameters,
  CASE WHEN resource LIKE '00O%' THEN resource END AS report
FROM access
