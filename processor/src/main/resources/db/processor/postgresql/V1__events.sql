CREATE TABLE sources (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source text COLLATE "C" NOT NULL UNIQUE,
    resource json NOT NULL,
    watermark bigint NOT NULL,
    stored_events bigint NOT NULL,
    stored_bytes bigint NOT NULL,
    dropped json NOT NULL,
    newest timestamptz,
    updated timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON COLUMN sources.watermark IS 'offset up to which, exclusively, the source is stored';
COMMENT ON COLUMN sources.newest IS 'time of its newest event that is not in the future: where a search begins';

CREATE TABLE events (
    time timestamptz NOT NULL,
    observed_time timestamptz NOT NULL,
    source_offset bigint NOT NULL,
    source_id integer NOT NULL,
    time_nanos smallint NOT NULL,
    severity_number smallint NOT NULL,
    severity_text text NOT NULL,
    service text,
    body text NOT NULL,
    attributes json,
    resource json,
    trace_id text,
    span_id text
) PARTITION BY RANGE (time);
COMMENT ON COLUMN events.time_nanos IS 'nanoseconds, 0 to 999, to be added to time';
COMMENT ON COLUMN events.service IS 'null if it is the source''s';
COMMENT ON COLUMN events.resource IS 'what is different from the source''s';

CREATE INDEX events_time ON events USING brin (time) WITH (pages_per_range = 32, autosummarize = on);

CREATE TABLE events_default PARTITION OF events DEFAULT;

CREATE TABLE alerts (
    id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    starts_at timestamptz NOT NULL,
    payload json NOT NULL
);
CREATE INDEX alerts_starts_at ON alerts (starts_at);

-- Makes the partition of a day (UTC), and moves there what was stored of that day before.
CREATE FUNCTION make_events_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    partition text := 'events_' || to_char(day, 'YYYYMMDD');
    first timestamptz := day::timestamp AT TIME ZONE 'UTC';
    next timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('logbell events partitions'));
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN;
    END IF;
    LOCK TABLE events_default IN SHARE ROW EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS)', partition);
    EXECUTE format('WITH moved AS (DELETE FROM events_default WHERE time >= %L AND time < %L RETURNING *)'
        ' INSERT INTO %I SELECT * FROM moved', first, next, partition);
    EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, first, next);
END $$;

-- Drops the partitions of the days before that one, and what other events happened before that time.
CREATE FUNCTION expire_events(before timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    partition text;
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
END $$;
