package dev.logbell.collector.source.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file cannot be told from others yet, and is to be looked at again in a while. */
final class NotYetException extends IOException {
    private static final long serialVersionUID = 1;

    NotYetException(Path path) {
        super("%s is being compressed".formatted(path));
    }
}
