-- One index over both columns reads new pages once instead of twice. Rows are put wherever an older page has room: with
-- several values a range of pages, a few of them do not make it look as if it had all arrivals between.
DROP INDEX events_time;
DROP INDEX events_arrival;
CREATE INDEX events_time_arrival ON events USING brin (time, arrival int8_minmax_multi_ops (values_per_range = 16))
WITH (pages_per_range = 32, autosummarize = on);
