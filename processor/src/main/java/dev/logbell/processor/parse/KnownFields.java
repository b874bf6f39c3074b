package dev.logbell.processor.parse;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows what the names of JSON and logfmt fields mean; the first of two that mean the same wins, none is lost. */
final class KnownFields {
    /** Names that hold the message only where no usual name does. */
    private static final List<String> SECOND_CHOICE =
            List.of("log", "event", "@mt", "text", "exception.message", "error", "err");

    static final String STACK_TRACE = "exception.stacktrace";

    private final TimeReader times;

    KnownFields(TimeReader times) {
        this.times = times;
    }

    /** Takes one field of the outermost object. */
    void put(String name, Object value, ParsedLine into) {
        boolean isTaken = switch (name) {
            case "time",
                    "timestamp",
                    "@timestamp",
                    "ts",
                    "@t",
                    "t",
                    "datetime",
                    "date",
                    "asctime",
                    "eventTime",
                    "timeMillis",
                    "_time",
                    "Timestamp",
                    "Time",
                    "timeUnixNano",
                    "instant" -> takeTime(value, into);
            case "level",
                    "severity",
                    "lvl",
                    "log.level",
                    "loglevel",
                    "logLevel",
                    "log_level",
                    "levelname",
                    "@l",
                    "severityText",
                    "severity_text",
                    "Level",
                    "LogLevel",
                    "SeverityText" -> takeSeverity(value, into);
            case "severityNumber", "severity_number", "SeverityNumber" -> takeSeverityNumber(value, into);
            case "message", "msg", "@m", "@message", "_msg", "MESSAGE", "Message", "short_message", "body" ->
                takeBody(value, into);
            case "logger", "logger_name", "loggerName", "log.logger", "SourceContext", "loggerClassName" ->
                takeText("log.logger", value, into);
            case "thread", "thread_name", "threadName", "process.thread.name" -> takeText("thread.name", value, into);
            case "trace_id", "traceId", "traceID", "trace.id", "traceid", "@tr", "TraceId" ->
                value instanceof String id && into.traceId(id);
            case "traceparent",
                    "b3",
                    "X-B3-TraceId",
                    "x-b3-traceid",
                    "X-B3-SpanId",
                    "x-b3-spanid",
                    "logging.googleapis.com/trace",
                    "logging.googleapis.com/spanId" -> value instanceof String id && TraceIds.put(name, id, into);
            case "span_id", "spanId", "spanID", "span.id", "spanid", "@sp", "SpanId" ->
                value instanceof String id && into.spanId(id);
            case "service",
                    "service.name",
                    "service_name",
                    "serviceName",
                    "app",
                    "app_name",
                    "appname",
                    "application" -> takeService(value, into);
            case "error.type", "exception.type", "exception_class" -> takeText("exception.type", value, into);
            case "error.message", "exception.message", "exception_message" ->
                takeText("exception.message", value, into);
            case "error.stack_trace",
                    "error.stack",
                    "stack_trace",
                    "stacktrace",
                    "stackTrace",
                    "exception.stacktrace",
                    "exc_info",
                    "@x" -> takeText(STACK_TRACE, value, into);
            case "log", "trace", "span", "error", "err", "exception", "process" ->
                value instanceof Map<?, ?> nested && NestedFields.take(name, nested, into);
            default -> false;
        };
        if (!isTaken) {
            into.attribute(name, value);
        }
    }

    /** Fills in what no usual name gave: the message from a less usual one, the severity from the message. */
    void complete(String line, ParsedLine into) {
        Map<String, Object> attributes = into.attributes();
        if (!into.hasTime()) {
            into.statesNoTime();
        }
        if (attributes.get(STACK_TRACE) instanceof String trace) {
            StackTrace.describe(trace, into);
        }
        boolean isSerilog = attributes.containsKey("@mt") || attributes.containsKey("@i");
        for (int i = 0; !into.hasBody() && i < SECOND_CHOICE.size(); i++) {
            String name = SECOND_CHOICE.get(i);
            if (attributes.get(name) instanceof String text && !text.isBlank()) {
                into.body(text.stripTrailing());
                if (!name.startsWith("exception.")) {
                    attributes.remove(name);
                }
            }
        }
        if (attributes.get(STACK_TRACE) instanceof String trace && into.body().contains(trace.strip())) {
            attributes.remove(STACK_TRACE);
        }
        if (!into.hasSeverity()) {
            if (isSerilog) {
                into.severity(9, "");
            } else if (into.attributes().get("http.response.status_code") instanceof Long status) {
                into.severity(HttpRequest.severity(status), "");
            } else {
                StatedSeverity.find(into.body(), 0, false, into);
            }
        }
        if (!into.hasBody()) {
            into.body(line);
        }
    }

    private boolean takeTime(@Nullable Object value, ParsedLine into) {
        if (into.hasTime() || value == null) {
            return false;
        }
        String text = value.toString();
        Instant time = null;
        if (value instanceof Map<?, ?> object) {
            if (object.get("$date") instanceof String || object.get("$date") instanceof Long) {
                return takeTime(object.get("$date"), into);
            }
            time = log4jInstant(object);
        } else if (value instanceof Double seconds) {
            time = EpochTime.of(seconds);
        } else if (!(value instanceof Boolean) && !(value instanceof List)) {
            time = EpochTime.of(text);
            if (time == null && value instanceof String) {
                time = times.any(text, 0, into.observed());
            }
        }
        if (time == null) {
            return false;
        }
        into.time(time, text, 0, text.length());
        return true;
    }

    private static @Nullable Instant log4jInstant(Map<?, ?> instant) {
        return instant.get("epochSecond") instanceof Long second
                        && instant.get("nanoOfSecond") instanceof Long nano
                        && nano >= 0
                        && nano < 1_000_000_000
                        && second >= 0
                        && second < 100_000_000_000L
                ? Instant.ofEpochSecond(second, nano)
                : null;
    }

    static boolean takeSeverity(Object value, ParsedLine into) {
        if (into.hasSeverity()) {
            return false;
        }
        if (value instanceof Long number) {
            into.severity(ofNumber(number), value.toString());
            return true;
        }
        if (!(value instanceof String word) || word.isBlank()) {
            return false;
        }
        int number = SeverityWords.number(word.strip());
        if (number == 0 && word.length() <= 3 && Digits.areAll(word)) {
            number = ofNumber(Long.parseLong(word));
        }
        into.severity(number, word.strip());
        return true;
    }

    /** Syslog's 0 to 7 (GELF), or Bunyan's and Pino's 10 (trace) to 60 (fatal). */
    private static int ofNumber(long number) {
        if (number < 0) {
            return 0;
        }
        if (number < 8) {
            return SeverityWords.ofSyslog((int) number);
        }
        return number < 10 ? 0 : (int) Math.min(5, number / 10 - 1) * 4 + 1;
    }

    private static boolean takeSeverityNumber(Object value, ParsedLine into) {
        if (!(value instanceof Long number) || number < 1 || number > 24) {
            return false;
        }
        into.severity(number.intValue(), into.severityText());
        return true;
    }

    private static boolean takeBody(Object value, ParsedLine into) {
        if (into.hasBody() || value instanceof Map || value instanceof List) {
            return false;
        }
        into.body(value.toString());
        return true;
    }

    static boolean takeText(String name, Object value, ParsedLine into) {
        if (!(value instanceof String) || into.attributes().containsKey(name)) {
            return false;
        }
        into.attribute(name, value);
        return true;
    }

    private static boolean takeService(Object value, ParsedLine into) {
        if (value instanceof String name && !name.isBlank()) {
            into.resource("service.name", name);
            return true;
        }
        if (value instanceof Map<?, ?> service && service.get("name") instanceof String name && !name.isBlank()) {
            into.resource("service.name", name);
            return NestedFields.keepRest("service", service, into, "name");
        }
        return false;
    }
}
