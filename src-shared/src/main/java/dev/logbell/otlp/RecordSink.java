package dev.logbell.otlp;

import dev.logbell.log.LogRecord;

/**
 * Takes records one by one.
 *
 * @param <E> what ends the reading of all of them
 */
@FunctionalInterface
public interface RecordSink<E extends Exception> {
    /** Takes a record; false if this one cannot be kept. */
    boolean add(LogRecord record) throws E;
}
