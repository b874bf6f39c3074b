ALTER TABLE events ADD COLUMN pattern bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN events.pattern IS 'id of its pattern, 0 if it is not known';

CREATE TABLE patterns (
    id bigint PRIMARY KEY,
    text text NOT NULL,
    example text NOT NULL,
    is_general boolean NOT NULL,
    merged_into bigint NOT NULL,
    events bigint NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    changed timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON COLUMN patterns.merged_into IS 'the pattern that it turned out to be a part of, 0 if it stands for itself';
COMMENT ON COLUMN patterns.events IS 'how many were stored since it was first seen, deleted ones included';
COMMENT ON COLUMN patterns.changed IS 'when anything but the count changed';
