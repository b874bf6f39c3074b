package dev.logbell.wire;

/** The Kafka record headers that make a record a chunk of a Logbell collector; all values are UTF-8 text. */
final class ChunkHeaders {
    /** Id of the source. Its absence says that the record is another producer's. */
    static final String SOURCE = "logbell.source";
    /** Offset of the first byte in its source, decimal. */
    static final String OFFSET = "logbell.offset";
    /** A name of {@link dev.logbell.log.Framing}. */
    static final String FRAMING = "logbell.framing";
    /** When the bytes were read, RFC 3339. */
    static final String OBSERVED_TIME = "logbell.observed-time";
    /** {@code true} if the last event goes on in the next chunk; absent otherwise. */
    static final String CONTINUES = "logbell.continues";
    /** What was left out, as {@link SkipsCodec} writes it; absent if nothing was. */
    static final String SKIPS = "logbell.skips";
    /** Regular expression of the lines that start an event; absent if they are told by their look. */
    static final String EVENT_START = "logbell.event-start";
    /** Before the name of a resource attribute, e.g. {@code resource.host.name}. */
    static final String RESOURCE_PREFIX = "resource.";

    private ChunkHeaders() {}
}
