package dev.logbell.processor.tail;

import dev.logbell.log.LogEvent;

/** What a follower is told. */
public sealed interface TailItem {
    /** An event that was stored. */
    record Stored(LogEvent event) implements TailItem {}

    /** So many events were stored that are not told, because those before them were not taken quickly enough. */
    record Dropped(long events) implements TailItem {}

    /** Nothing happened for a while. */
    record Quiet() implements TailItem {}
}
