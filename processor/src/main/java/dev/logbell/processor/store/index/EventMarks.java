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
    private static final int NAMES = 256;
    private static final int FEW = 1 << 12;

    private final IntConsumer marks;
    private final @Nullable String[] names = new @Nullable String[NAMES];
    private final int[] leaves = new int[NAMES];
    private char[] chars = new char[FEW];
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
        if (chars.length > FEW) {
            chars = new char[FEW];
        }
    }

    /** All that a row leaves, its origin apart. */
    void leave(StoredEvent event, Source itsSource) {
        leaveText(event.body());
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
        leaveText(event.body());
        event.attributes().forEach(this::leaveValue);
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

    private void leaveText(String text) {
        String stored = stored(text);
        if (stored.length() > chars.length) {
            chars = new char[stored.length()];
        }
        stored.getChars(0, stored.length(), chars, 0);
        Marks.leaveText(chars, stored.length(), marks);
    }

    /** Numbers that JSON gives back as others leave what their JSON leaves. */
    private void leaveValue(String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case String text -> Marks.leaveValue(leaf(name), stored(text), marks);
            case List<?> list -> list.forEach(element -> leaveValue(name, element));
            case Map<?, ?> map -> map.forEach((inner, its) -> leaveValue(String.valueOf(inner), its));
            case Long number -> Marks.leaveValue(leaf(name), number, marks);
            case Double number -> Marks.leaveValue(leaf(name), number, marks);
            case Boolean truth -> Marks.leaveValue(leaf(name), truth, marks);
            default -> Marks.leaveJson(StoredJson.write(Map.of(name, value)), marks);
        }
    }

    /** That of a name; the same few come again and again. */
    private int leaf(String name) {
        int slot = name.hashCode() & (NAMES - 1);
        if (!name.equals(names[slot])) {
            names[slot] = name;
            leaves[slot] = Marks.leaf(stored(name));
        }
        return leaves[slot];
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
