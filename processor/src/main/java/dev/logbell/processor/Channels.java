package dev.logbell.processor;

/** The names of the processor's two channels; their connectors are configured under these names. */
public final class Channels {
    /** Chunks of logs, from Kafka or from the collector in the same process. */
    public static final String LOGS = "logs";
    /** Alerts, to RabbitMQ or to the alerter in the same process. */
    public static final String RAISED = "raised";

    private Channels() {}
}
