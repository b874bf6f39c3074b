-- An index that tells which blocks of events can hold a text or a value: see store/index. Events come in arrivals, one
-- for each append. A segment covers whole arrivals in the partition of a day; until one does, they are in "unindexed".
ALTER TABLE events ADD COLUMN arrival bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN events.arrival IS 'number of the append that brought it; 0 if it was there before these were counted';
CREATE INDEX events_arrival ON events USING brin (arrival) WITH (pages_per_range = 32, autosummarize = on);
CREATE SEQUENCE arrivals;

CREATE TABLE unindexed (
    day date NOT NULL,
    arrival bigint NOT NULL,
    events integer NOT NULL,
    stored timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (day, arrival)
);

CREATE TABLE segments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day date NOT NULL,
    file oid NOT NULL,
    earliest bigint NOT NULL,
    latest bigint NOT NULL,
    buckets integer NOT NULL,
    blocks bytea NOT NULL
);
COMMENT ON COLUMN segments.file IS 'of the partition: if it is another now, the pages of the blocks are not where they were';
COMMENT ON COLUMN segments.earliest IS 'in microseconds since 1970';
COMMENT ON COLUMN segments.latest IS 'in microseconds since 1970';

CREATE TABLE segment_slices (
    segment bigint NOT NULL,
    slice integer NOT NULL,
    bits bytea NOT NULL,
    PRIMARY KEY (segment, slice)
);
ALTER TABLE segment_slices ALTER COLUMN bits SET STORAGE PLAIN;

INSERT INTO unindexed (day, arrival, events)
SELECT to_date(substr(c.relname, 8), 'YYYYMMDD'), 0, 0
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'events'::regclass AND c.relname ~ '^events_[0-9]{8}$' AND pg_relation_size(c.oid) > 0;

-- Makes the partition of a day (UTC), and moves there what was stored of that day before, as an arrival of its own.
CREATE OR REPLACE FUNCTION make_events_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    partition text := 'events_' || to_char(day, 'YYYYMMDD');
    first timestamptz := day::timestamp AT TIME ZONE 'UTC';
    next timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
    brought bigint;
    moved integer;
BEGIN
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('logbell events partitions'));
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN;
    END IF;
    brought := nextval('arrivals');
    LOCK TABLE events_default IN SHARE ROW EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS)', partition);
    EXECUTE format('WITH moved AS (DELETE FROM events_default WHERE time >= %L AND time < %L RETURNING *)'
        ' INSERT INTO %I (time, observed_time, source_offset, source_id, time_nanos, severity_number, severity_text,'
        ' service, body, attributes, resource, trace_id, span_id, pattern, arrival)'
        ' SELECT time, observed_time, source_offset, source_id, time_nanos, severity_number, severity_text,'
        ' service, body, attributes, resource, trace_id, span_id, pattern, %s FROM moved',
        first, next, partition, brought);
    GET DIAGNOSTICS moved = ROW_COUNT;
    EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, first, next);
    IF moved > 0 THEN
        INSERT INTO unindexed (day, arrival, events) VALUES (make_events_partition.day, brought, moved);
    END IF;
END $$;

-- Drops the partitions of the days before that one with their index, and what other events happened before that time.
CREATE OR REPLACE FUNCTION expire_events(before timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    partition text;
    first date := (before AT TIME ZONE 'UTC')::date;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('logbell events partitions'));
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'events'::regclass AND c.relname ~ '^events_[0-9]{8}$'
            AND c.relname < 'events_' || to_char(before AT TIME ZONE 'UTC', 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE %I', partition);
    END LOOP;
    DELETE FROM events_default WHERE time < before;
    DELETE FROM segment_slices USING segments WHERE segments.id = segment_slices.segment AND segments.day < first;
    DELETE FROM segments WHERE day < first;
    DELETE FROM unindexed WHERE day < first;
END $$;

-- The view again, with the pattern.
DO $$
BEGIN
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
            e.source_offset,
            CASE WHEN e.pattern <> 0 THEN lpad(to_hex(e.pattern), 16, '0') END AS pattern
        FROM events e JOIN sources s ON s.id = e.source_id;
EXCEPTION WHEN insufficient_privilege OR invalid_schema_name THEN
    RAISE NOTICE 'POST /api/v1/sql has no column "pattern": GRANT CREATE ON DATABASE to this user, then make the view again';
END $$;
