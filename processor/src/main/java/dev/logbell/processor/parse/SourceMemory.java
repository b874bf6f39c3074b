package dev.logbell.processor.parse;

import dev.logbell.log.IoStream;
import dev.logbell.log.Joining;
import dev.logbell.log.Source;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of a source: which of its lines make one event, and what its chunks so far have shown. */
final class SourceMemory {
    private final @Nullable String eventStart;
    private final Joining joining;
    private final List<NamedFormat> own;
    private final Map<IoStream, StreamMemory> streams = new EnumMap<>(IoStream.class);

    SourceMemory(Source source, List<NamedFormat> own) {
        this.own = own;
        eventStart = source.eventStart();
        joining = joining(eventStart);
    }

    private static Joining joining(@Nullable String eventStart) {
        try {
            return Joining.of(eventStart);
        } catch (IllegalArgumentException notOurCollectors) {
            return Joining.BY_LOOK;
        }
    }

    /** Whether the source is still divided as it was. */
    boolean isOf(Source source) {
        return Objects.equals(eventStart, source.eventStart());
    }

    Joining joining() {
        return joining;
    }

    StreamMemory of(IoStream stream) {
        return streams.computeIfAbsent(stream, any -> new StreamMemory(own));
    }
}
