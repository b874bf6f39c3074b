package dev.logbell.processor.parse;

import java.util.Map;

/** Knows the objects that ECS and others write where others write dotted names. */
final class NestedFields {
    private NestedFields() {}

    /** Takes what is known out of an object, and keeps the rest; tells if anything was. */
    static boolean take(String name, Map<?, ?> nested, ParsedLine into) {
        return switch (name) {
            case "log" -> {
                boolean level = nested.get("level") instanceof String word && KnownFields.takeSeverity(word, into);
                boolean logger = nested.get("logger") instanceof String logged
                        && KnownFields.takeText("log.logger", logged, into);
                yield (level || logger) && keepRest(name, nested, into, level ? "level" : "", logger ? "logger" : "");
            }
            case "trace" ->
                nested.get("id") instanceof String id && into.traceId(id) && keepRest(name, nested, into, "id");
            case "span" ->
                nested.get("id") instanceof String id && into.spanId(id) && keepRest(name, nested, into, "id");
            case "process" ->
                nested.get("thread") instanceof Map<?, ?> thread
                        && thread.get("name") instanceof String thrown
                        && thread.size() == 1
                        && KnownFields.takeText("thread.name", thrown, into)
                        && keepRest(name, nested, into, "thread");
            default -> takeException(name, nested, into);
        };
    }

    private static boolean takeException(String name, Map<?, ?> nested, ParsedLine into) {
        String type = takeFirst(
                "exception.type", nested, into, "type", "name", "class", "exceptionType", "exception_class", "kind");
        String message = takeFirst("exception.message", nested, into, "message", "msg", "exception_message");
        String stack =
                takeFirst(KnownFields.STACK_TRACE, nested, into, "stack_trace", "stack", "stacktrace", "stackTrace");
        return !(type.isEmpty() && message.isEmpty() && stack.isEmpty())
                && keepRest(name, nested, into, type, message, stack);
    }

    /** The name that the value was taken from, the empty string if none. */
    private static String takeFirst(String attribute, Map<?, ?> nested, ParsedLine into, String... names) {
        for (String name : names) {
            if (nested.get(name) instanceof String text && KnownFields.takeText(attribute, text, into)) {
                return name;
            }
        }
        return "";
    }

    /** Keeps as an attribute what is left of an object when these are taken out of it. */
    static boolean keepRest(String name, Map<?, ?> nested, ParsedLine into, String... taken) {
        for (String key : taken) {
            nested.remove(key);
        }
        if (!nested.isEmpty()) {
            into.attribute(name, nested);
        }
        return true;
    }
}
