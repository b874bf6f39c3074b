package dev.logbell.processor.search;

import dev.logbell.log.LogEvent;
import dev.logbell.query.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which fields of events a call returns: some by the names of queries, or the whole events. */
final class Selection {
    private final List<Column> columns;

    /** A field under the name it was asked for. */
    private record Column(String name, Field field) {}

    private Selection(List<Column> columns) {
        this.columns = columns;
    }

    /** These fields; no names are the whole events. */
    static Selection of(List<String> names) {
        List<Column> columns = new ArrayList<>();
        names.forEach(name -> columns.add(new Column(name, Field.of(name))));
        return new Selection(List.copyOf(columns));
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    boolean isWhole() {
        return columns.isEmpty();
    }

    /** What of an event leaves as JSON. */
    Object of(LogEvent event) {
        if (isWhole()) {
            return LogsAnswer.Event.of(event);
        }
        Map<String, @Nullable Object> selected = new LinkedHashMap<>();
        columns.forEach(column -> selected.put(column.name(), value(column, event)));
        return selected;
    }

    /** The values of an event in the order of the names. */
    List<@Nullable Object> values(LogEvent event) {
        List<@Nullable Object> values = new ArrayList<>();
        columns.forEach(column -> values.add(value(column, event)));
        return values;
    }

    /** The names that an event has in JSON mean what they mean there. */
    private static @Nullable Object value(Column column, LogEvent event) {
        return switch (column.name()) {
            case "severityText" -> event.severityText();
            case "severityNumber" -> event.severityNumber();
            case "observedTime" -> event.observedTime().toString();
            case "offset" -> event.offset();
            case "attributes" -> event.attributes();
            case "resource" -> event.resource();
            default -> column.field().in(event);
        };
    }
}
