-- An index that tells which blocks of events can hold a text or a value: see store/index. A segment covers the rows of
-- events from first_row to last_row, which never change; events above the last of all are not indexed yet. Times are
-- microseconds since 1970.
CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    first_row INTEGER NOT NULL,
    last_row INTEGER NOT NULL,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    buckets INTEGER NOT NULL,
    blocks BLOB NOT NULL
) STRICT;

-- id is that of the segment times 4096, and the number of the slice
CREATE TABLE segment_slices (
    id INTEGER PRIMARY KEY,
    bits BLOB NOT NULL
) STRICT;

-- The view again, with the pattern.
DROP VIEW logs;
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
        CASE WHEN e.pattern <> 0 THEN printf('%016x', e.pattern) END AS pattern,
        s.source,
        e.source_offset
    FROM events e JOIN sources s ON s.id = e.source_id;
