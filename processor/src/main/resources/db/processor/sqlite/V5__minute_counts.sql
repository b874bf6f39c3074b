-- How many events a segment has of each minute and severity; null if they are still to be counted: see store/index.
ALTER TABLE segments ADD COLUMN counts BLOB;
