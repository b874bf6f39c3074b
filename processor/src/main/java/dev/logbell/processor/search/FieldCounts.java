package dev.logbell.processor.search;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often a field and its values were seen. Of different values it keeps the first thousands. */
final class FieldCounts {
    private static final int MOST_VALUES = 5_000;
    private static final int LONGEST_VALUE = 256;

    private final String name;
    private final Map<Object, Integer> values = new HashMap<>();
    private Type type = Type.NONE;
    private int events;
    private int lastEvent = -1;
    private boolean isExact = true;

    /** What the values of a field are. */
    private enum Type {
        NONE,
        STRING,
        NUMBER,
        BOOLEAN,
        MIXED
    }

    FieldCounts(String name) {
        this.name = name;
    }

    /** A value and how many events have it. */
    record Value(Object value, int count) {}

    /**
     * Counts a value.
     *
     * @param event number of the event, so that one with a list is counted once
     */
    void count(Object value, int event) {
        Type seen = value instanceof Number ? Type.NUMBER : value instanceof Boolean ? Type.BOOLEAN : Type.STRING;
        type = type == Type.NONE || type == seen ? seen : Type.MIXED;
        if (event != lastEvent) {
            lastEvent = event;
            events++;
        }
        Object kept = value instanceof String text && text.length() > LONGEST_VALUE
                ? text.substring(0, LONGEST_VALUE) + "…"
                : value;
        if (values.size() < MOST_VALUES || values.containsKey(kept)) {
            values.merge(kept, 1, Integer::sum);
        } else {
            isExact = false;
        }
    }

    String name() {
        return name;
    }

    /** {@code string}, {@code number}, {@code boolean} or {@code mixed}. */
    String type() {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** How many events have the field. */
    int events() {
        return events;
    }

    /** How many different values were kept. */
    int distinct() {
        return values.size();
    }

    /** Whether every different value was kept. */
    boolean isExact() {
        return isExact;
    }

    /** The most frequent values, the most frequent first. */
    List<Value> top(int most) {
        return values.entrySet().stream()
                .map(entry -> new Value(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Value::count)
                        .reversed()
                        .thenComparing(value -> value.value().toString()))
                .limit(most)
                .toList();
    }
}
