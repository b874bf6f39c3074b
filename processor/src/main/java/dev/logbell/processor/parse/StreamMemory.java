package dev.logbell.processor.parse;

import org.jspecify.annotations.Nullable;

/** What is known of one stream of a source from its chunks so far. */
final class StreamMemory {
    /** The format that its last line had; null if none did but plain text. */
    @Nullable
    LineFormat format;

    /** The offset at which the rest of an event comes that was cut; -1 if none was. */
    long cutAt = -1;
}
