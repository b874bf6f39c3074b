-- What SQL that callers write may read, in a schema of its own: their search path has nothing else. Where this user may
-- not make schemas, the rest works without it.
DO $$
BEGIN
    CREATE SCHEMA IF NOT EXISTS logbell_sql;
    CREATE OR REPLACE VIEW logbell_sql.logs AS
        SELECT
            e.time,
            e.observed_time,
            CASE
                WHEN e.severity_number = 0 THEN 'UNSPECIFIED'
                ELSE (ARRAY['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'])[(e.severity_number + 3) / 4]
            END AS severity,
            e.severity_number,
            e.severity_text,
            coalesce(e.service, CASE WHEN (e.resource -> 'service.name') IS NULL
                THEN s.resource ->> 'service.name' END) AS service,
            CASE WHEN (e.resource -> 'host.name') IS NULL
                THEN s.resource ->> 'host.name' ELSE e.resource ->> 'host.name' END AS host,
            CASE WHEN (e.resource -> 'log.file.path') IS NULL
                THEN s.resource ->> 'log.file.path' ELSE e.resource ->> 'log.file.path' END AS file,
            e.body,
            e.attributes,
            e.trace_id,
            e.span_id,
            s.source,
            e.source_offset
        FROM events e JOIN sources s ON s.id = e.source_id;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'POST /api/v1/sql is not possible: GRANT CREATE ON DATABASE to this user, then make the view again';
END $$;
