package dev.logbell.processor.store.index;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredJson;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Leaves the {@link Marks} of events: the same for those in memory and for their rows. Not thread-safe. */
final class EventMarks {
    private final IntConsumer marks;
    private final IdentityHashMap<Map<String, String>, String> origins = new IdentityHashMap<>();
    private int severities;
    private String source = "";
    private long place;

    EventMarks(IntConsumer marks) {
        this.marks = marks;
    }

    /** Begins a block, in which nothing was left yet. */
    void startBlock() {
        origins.clear();
        severities = 0;
        source = "";
    }

    /** All that a row leaves, its origin apart. */
    void leave(StoredEvent event, Source itsSource) {
        Marks.leaveText(event.body(), marks);
        if (event.attributes() != null) {
            Marks.leaveJson(event.attributes(), marks);
        }
        leaveSeverity(event.severityNumber());
        leavePlace(itsSource.id(), Marks.place(event.offset()));
        Marks.leaveId(Marks.Id.TRACE, event.traceId(), marks);
        Marks.leaveId(Marks.Id.SPAN, event.spanId(), marks);
        Marks.leaveId(Marks.Id.PATTERN, event.patternId(), marks);
    }

    void leave(LogEvent event) {
        Marks.leaveText(stored(event.body()), marks);
        if (!event.attributes().isEmpty()) {
            if (areUsual(event.attributes().values())) {
                event.attributes().forEach(this::leaveValue);
            } else {
                Marks.leaveJson(StoredJson.write(event.attributes()), marks);
            }
        }
        leaveSeverity(event.severityNumber());
        leavePlace(event.source(), Marks.place(event.offset()));
        Marks.leaveId(Marks.Id.TRACE, event.traceId(), marks);
        Marks.leaveId(Marks.Id.SPAN, event.spanId(), marks);
        Marks.leaveId(Marks.Id.PATTERN, event.pattern(), marks);
        if (!event.source().equals(origins.put(event.resource(), event.source()))) {
            leaveOrigin(event);
        }
    }

    private void leaveSeverity(int number) {
        if ((severities & 1 << number) == 0) {
            severities |= 1 << number;
            Marks.leaveSeverity(number, marks);
        }
    }

    /** Most events are of the same place of the same source as the one before. */
    private void leavePlace(String itsSource, long itsPlace) {
        if (place != itsPlace || !source.equals(itsSource)) {
            source = itsSource;
            place = itsPlace;
            Marks.leavePlace(itsSource, itsPlace, marks);
        }
    }

    private void leaveOrigin(LogEvent event) {
        Marks.leaveId(Marks.Id.SOURCE, event.source(), marks);
        event.resource().forEach(this::leaveValue);
    }

    private void leaveValue(String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case String text -> Marks.leaveValue(stored(name), stored(text), marks);
            case List<?> list -> list.forEach(element -> leaveValue(name, element));
            case Map<?, ?> map -> map.forEach((inner, its) -> leaveValue(String.valueOf(inner), its));
            default -> Marks.leaveValue(stored(name), value, marks);
        }
    }

    /** Whether all are what JSON gives back as it was; others leave what their JSON leaves. */
    private static boolean areUsual(Iterable<?> values) {
        for (Object value : values) {
            boolean isUsual = switch (value) {
                case null -> true;
                case List<?> list -> areUsual(list);
                case Map<?, ?> map -> areUsual(map.values());
                default ->
                    value instanceof String
                            || value instanceof Long
                            || value instanceof Boolean
                            || value instanceof Double;
            };
            if (!isUsual) {
                return false;
            }
        }
        return true;
    }

    /** A text as the databases give it back: without NUL, and without halves of surrogate pairs. */
    private static String stored(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                byte[] utf8 = StoredJson.text(text).getBytes(StandardCharsets.UTF_8);
                return new String(utf8, StandardCharsets.UTF_8);
            }
        }
        return text;
    }
}
