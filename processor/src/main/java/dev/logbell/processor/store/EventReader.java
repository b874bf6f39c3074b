package dev.logbell.processor.store;

import dev.logbell.log.LogEvent;

/** Takes events one after the other, on one thread at a time, and makes something of them. */
public interface EventReader<T> {
    /** Takes the next event, and says whether more are wanted. */
    boolean take(LogEvent event);

    /** How many events it takes at the most, so that a store need not find more; for no limit {@link Long#MAX_VALUE}. */
    long most();

    /** What became of them. */
    T result();
}
