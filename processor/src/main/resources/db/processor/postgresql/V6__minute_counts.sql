-- How many events a segment has of each minute and severity; null for those that were made before.
ALTER TABLE segments ADD COLUMN counts bytea;
