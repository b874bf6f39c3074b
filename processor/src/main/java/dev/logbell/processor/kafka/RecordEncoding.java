package dev.logbell.processor.kafka;

/** What the values of a topic's records are. */
public enum RecordEncoding {
    /** Found out for each record: OTLP, or else text. */
    AUTO,
    /** UTF-8 text, one event a record, of any format that Logbell knows. Nothing is refused. */
    TEXT,
    /** One JSON object a record, one event each. */
    JSON,
    /** {@code ExportLogsServiceRequest} in protobuf, as the OpenTelemetry Collector's Kafka exporter writes it. */
    OTLP_PROTO
}
