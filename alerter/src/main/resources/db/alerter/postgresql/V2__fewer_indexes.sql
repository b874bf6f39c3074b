-- Each alert of a storm pays for each index. Deliveries are found by their alert's number, which grows, so that new ones
-- go to the end of the index; that a delivery has its alert is what the statement that adds both sees to.
ALTER TABLE alerter_deliveries DROP CONSTRAINT IF EXISTS alerter_deliveries_alert_id_fkey;
ALTER TABLE alerter_deliveries DROP CONSTRAINT alerter_deliveries_pkey, ADD PRIMARY KEY (seq, channel);
DROP INDEX IF EXISTS alerter_deliveries_seq;
-- Only the last error of a channel is asked for by time.
DROP INDEX IF EXISTS alerter_deliveries_settled;
CREATE INDEX alerter_deliveries_failing ON alerter_deliveries (channel, last_attempt_at) WHERE last_error IS NOT NULL;
-- What is old stands together.
DROP INDEX IF EXISTS alerter_alerts_arrived;
CREATE INDEX alerter_alerts_arrived ON alerter_alerts USING brin (arrived_at) WITH (pages_per_range = 32);
