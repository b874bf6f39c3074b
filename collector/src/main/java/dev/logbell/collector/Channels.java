package dev.logbell.collector;

/** The names of the channels that the collector shares with the world, as configuration knows them. */
public final class Channels {
    /** Out: every chunk that is read, to Kafka or, in standalone, to the processor. */
    public static final String COLLECTED = "collected";

    private Channels() {}
}
