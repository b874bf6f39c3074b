-- One index over both columns reads new pages once instead of twice. Rows are put wherever an older page has room: with
-- several values for a range of pages, a few late rows on it do not make it look as if it had all arrivals between.
CREATE INDEX events_time_arrival ON events USING brin (time, arrival int8_minmax_multi_ops (values_per_range = 16))
WITH (pages_per_range = 32, autosummarize = on);
DROP INDEX IF EXISTS events_time;
DROP INDEX IF EXISTS events_arrival;
