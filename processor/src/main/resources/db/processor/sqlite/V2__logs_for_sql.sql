-- What SQL that callers write may read. time_us is the time in microseconds since 1970: only it can use the index.
CREATE VIEW logs AS
    SELECT
        strftime('%Y-%m-%dT%H:%M:%S', e.time / 1000000, 'unixepoch') || printf('.%06dZ', e.time % 1000000) AS time,
        strftime('%Y-%m-%dT%H:%M:%S', e.observed_time / 1000000, 'unixepoch')
            || printf('.%06dZ', e.observed_time % 1000000) AS observed_time,
        e.time AS time_us,
        CASE
            WHEN e.severity_number = 0 THEN 'UNSPECIFIED'
            WHEN e.severity_number < 5 THEN 'TRACE'
            WHEN e.severity_number < 9 THEN 'DEBUG'
            WHEN e.severity_number < 13 THEN 'INFO'
            WHEN e.severity_number < 17 THEN 'WARN'
            WHEN e.severity_number < 21 THEN 'ERROR'
            ELSE 'FATAL'
        END AS severity,
        e.severity_number,
        e.severity_text,
        coalesce(e.service, CASE WHEN json_type(e.resource, '$."service.name"') IS NULL
            THEN s.resource ->> '$."service.name"' END) AS service,
        CASE WHEN json_type(e.resource, '$."host.name"') IS NULL
            THEN s.resource ->> '$."host.name"' ELSE e.resource ->> '$."host.name"' END AS host,
        CASE WHEN json_type(e.resource, '$."log.file.path"') IS NULL
            THEN s.resource ->> '$."log.file.path"' ELSE e.resource ->> '$."log.file.path"' END AS file,
        e.body,
        e.attributes,
        e.trace_id,
        e.span_id,
        s.source,
        e.source_offset
    FROM events e JOIN sources s ON s.id = e.source_id;
