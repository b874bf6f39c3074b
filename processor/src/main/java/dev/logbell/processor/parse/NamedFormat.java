package dev.logbell.processor.parse;

import dev.logbell.processor.parse.format.Anchor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A format under its name, with what tells cheaply that a line is not of it. */
final class NamedFormat {
    private final String name;
    private final Anchor anchor;
    private final LineFormat format;
    private final List<NamedFormat> before = new ArrayList<>();

    NamedFormat(String name, Anchor anchor, LineFormat format) {
        this.name = name;
        this.anchor = anchor;
        this.format = format;
    }

    String name() {
        return name;
    }

    Anchor anchor() {
        return anchor;
    }

    LineFormat format() {
        return format;
    }

    /** The formats that are to be tried before this one, also where its source had this one so far. */
    List<NamedFormat> before() {
        return before;
    }

    void isAfter(NamedFormat other) {
        if (!before.contains(other)) {
            before.add(other);
        }
    }

    /** What a line says; null if it is not of this format. */
    @Nullable
    ParsedLine parse(String line, Instant observed, List<String> columns) {
        return anchor.holds(line, null) ? format.parse(line, observed, columns) : null;
    }

    /** What a message says that a line of another format carries; null if it is not of this format. */
    @Nullable
    ParsedLine parseMessage(String message, Instant observed, @Nullable String service) {
        return anchor.holds(message, service) ? format.parse(message, observed) : null;
    }

    @Override
    public String toString() {
        return name;
    }
}
