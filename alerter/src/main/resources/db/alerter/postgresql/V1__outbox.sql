CREATE TABLE alerter_alerts (
    seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         TEXT        NOT NULL UNIQUE,
    arrived_at TIMESTAMPTZ NOT NULL,
    alert      TEXT        NOT NULL
);
CREATE INDEX alerter_alerts_arrived ON alerter_alerts (arrived_at);

CREATE TABLE alerter_deliveries (
    alert_id        TEXT        NOT NULL REFERENCES alerter_alerts (id),
    channel         TEXT        NOT NULL,
    seq             BIGINT      NOT NULL,
    state           TEXT        NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
    attempts        INTEGER     NOT NULL DEFAULT 0,
    next_attempt_at TIMESTAMPTZ,
    last_attempt_at TIMESTAMPTZ,
    last_error      TEXT,
    PRIMARY KEY (alert_id, channel)
);
CREATE INDEX alerter_deliveries_pending ON alerter_deliveries (channel, next_attempt_at) WHERE state = 'pending';
CREATE INDEX alerter_deliveries_seq ON alerter_deliveries (seq);
CREATE INDEX alerter_deliveries_settled ON alerter_deliveries (channel, state, last_attempt_at);

CREATE TABLE alerter_attempts (
    alert_id TEXT        NOT NULL,
    channel  TEXT        NOT NULL,
    number   INTEGER     NOT NULL,
    at       TIMESTAMPTZ NOT NULL,
    outcome  TEXT        NOT NULL,
    detail   TEXT        NOT NULL,
    PRIMARY KEY (alert_id, channel, number)
);
