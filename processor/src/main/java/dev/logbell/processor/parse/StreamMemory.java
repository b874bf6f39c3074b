package dev.logbell.processor.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one stream of a source from its chunks so far. */
final class StreamMemory {
    /** The formats that the settings name for its source; none if they leave it to be found out. */
    final List<NamedFormat> own;

    /** The format that its last line had; null if none did but plain text. */
    @Nullable
    NamedFormat format;

    /** The names of the columns of its lines, where a line before them said so. */
    List<String> columns = List.of();

    /** The offset at which the rest of an event comes that was cut; -1 if none was. */
    long cutAt = -1;

    StreamMemory(List<NamedFormat> own) {
        this.own = own;
    }
}
