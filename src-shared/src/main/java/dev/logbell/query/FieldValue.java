package dev.logbell.query;

import dev.logbell.log.LogEvent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the value of a field in an event. */
final class FieldValue {
    private static final String RESOURCE = "resource.";

    private FieldValue() {}

    static boolean isThere(Field field, LogEvent event) {
        return switch (field.kind()) {
            case BODY -> !event.body().isEmpty();
            case SEVERITY -> event.severityNumber() != 0;
            case TIME, SOURCE -> true;
            case SERVICE, HOST, FILE, TRACE_ID, SPAN_ID, PATTERN -> text(field, event) != null;
            case ATTRIBUTE -> attribute(field.name(), event) != null;
        };
    }

    static @Nullable Object of(Field field, LogEvent event) {
        return field.kind() == Field.Kind.ATTRIBUTE ? attribute(field.name(), event) : text(field, event);
    }

    /** A test of events that the field's value passes; for a list, any of its elements. */
    static Predicate<LogEvent> test(Field field, ValueTest test) {
        return switch (field.kind()) {
            case ATTRIBUTE -> event -> passes(test, attribute(field.name(), event));
            case BODY, SERVICE, HOST, FILE, SOURCE, TRACE_ID, SPAN_ID, PATTERN, TIME, SEVERITY ->
                event -> {
                    String text = text(field, event);
                    return text != null && test.text(text);
                };
        };
    }

    private static @Nullable String text(Field field, LogEvent event) {
        return switch (field.kind()) {
            case BODY -> event.body();
            case SOURCE -> event.source();
            case TRACE_ID -> event.traceId();
            case SPAN_ID -> event.spanId();
            case PATTERN -> event.pattern();
            case SERVICE, HOST, FILE, ATTRIBUTE -> event.resource().get(field.name());
            case TIME -> event.time().toString();
            case SEVERITY -> event.severity().name();
        };
    }

    private static @Nullable Object attribute(String name, LogEvent event) {
        Object value = event.attributes().get(name);
        if (value == null) {
            value = nested(name, event.attributes());
        }
        if (value == null) {
            value = event.resource().get(name);
        }
        if (value == null && name.startsWith(RESOURCE)) {
            value = event.resource().get(name.substring(RESOURCE.length()));
        }
        return value;
    }

    private static @Nullable Object nested(String name, Map<?, ?> map) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return map.get(name);
        }
        return map.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? nested(name.substring(dot + 1), inner)
                : null;
    }

    private static boolean passes(ValueTest test, @Nullable Object value) {
        return switch (value) {
            case null -> false;
            case List<?> list -> {
                for (Object element : list) {
                    if (!(element instanceof List<?>) && passes(test, element)) {
                        yield true;
                    }
                }
                yield false;
            }
            case Map<?, ?> map -> false;
            default -> {
                BigDecimal number = Numbers.of(value);
                yield number == null ? test.text(value.toString()) : test.number(number);
            }
        };
    }
}
