-- time, observed_time and updated are microseconds since 1970; time_nanos is what they leave of a nanosecond
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    resource TEXT NOT NULL,
    watermark INTEGER NOT NULL,
    stored_events INTEGER NOT NULL,
    stored_bytes INTEGER NOT NULL,
    dropped TEXT NOT NULL,
    updated INTEGER NOT NULL
) STRICT;

-- service and resource hold what differs from the source's
CREATE TABLE events (
    time INTEGER NOT NULL,
    time_nanos INTEGER NOT NULL,
    observed_time INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    source_offset INTEGER NOT NULL,
    severity_number INTEGER NOT NULL,
    severity_text TEXT NOT NULL,
    service TEXT,
    body TEXT NOT NULL,
    attributes TEXT,
    resource TEXT,
    trace_id TEXT,
    span_id TEXT
) STRICT;

CREATE INDEX events_time ON events (time);

CREATE TABLE alerts (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    payload TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX alerts_starts_at ON alerts (starts_at);
