package dev.logbell.log;

/** How the bytes of a {@link LogChunk} are divided into events, and what its offsets count. */
public enum Framing {
    /** Newline-separated text exactly as it was written; offsets count bytes of the source. */
    LINES,
    /**
     * Newline-separated JSON objects, each a {@link LogRecord} as {@code LogRecordCodec} writes it; offsets count the
     * bytes of these lines. A line that is none is kept as text.
     */
    RECORDS,
    /**
     * A whole Kafka record of another producer: JSON objects as in {@link #RECORDS}, one for each event in it. Offsets
     * count Kafka records, {@link LogChunk#RECORD_SPAN} for each, so that its events have offsets of their own.
     */
    ONE_RECORD
}
