-- 0 if it is not known
ALTER TABLE events ADD COLUMN pattern INTEGER NOT NULL DEFAULT 0;

-- merged_into is the pattern that it turned out to be a part of, or 0; changed is when anything but the count changed
CREATE TABLE patterns (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    example TEXT NOT NULL,
    is_general INTEGER NOT NULL,
    merged_into INTEGER NOT NULL,
    events INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
