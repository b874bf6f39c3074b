package dev.logbell.processor.search;

/** An event that was asked for by its place, and that the store does not hold. */
final class NoSuchEventException extends RuntimeException {
    NoSuchEventException(String source, long offset) {
        super(
                "there is no event at offset %d of source %s: it was never stored, or deleted since; take both from an event, and its time if you give one"
                        .formatted(offset, Shown.quoted(source)));
    }
}
