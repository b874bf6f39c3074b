package dev.logbell.collector.source;

import org.jspecify.annotations.Nullable;

/**
 * One source as {@code GET /api/v1/collector/sources} shows it.
 *
 * @param size bytes that it has now
 * @param readOffset up to which, exclusively, it is read and cut into chunks
 * @param acknowledgedOffset up to which, exclusively, it is safe downstream
 * @param inFlightBytes bytes on their way or waiting to be sent again
 * @param problem what keeps it from being read; null if nothing does
 */
public record SourceStatus(
        String id,
        String path,
        long size,
        long readOffset,
        long acknowledgedOffset,
        long inFlightBytes,
        State state,
        @Nullable String problem) {
    /** What is done with a source. */
    public enum State {
        /** It is read as it grows. */
        FOLLOWING,
        /** Its path leads elsewhere now; it is read to its end, and while it still grows. */
        ROTATED,
        /** It is over; what was read of it is on its way. */
        ENDED,
        /** What was read of it was refused, and is sent again. */
        RETRYING,
        /** It cannot be read at the moment. */
        FAILING
    }
}
