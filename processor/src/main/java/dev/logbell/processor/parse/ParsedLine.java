package dev.logbell.processor.parse;

import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one event says, gathered while its lines are read. */
final class ParsedLine {
    private static final Duration FUTURE = Duration.ofHours(24);
    private static final String TIME_TEXT = "log.record.time.text";

    private final Instant observed;
    private Instant read;
    private final Map<String, Object> attributes = new FlatMap();
    private @Nullable Map<String, String> resource;
    private @Nullable Instant time;
    private boolean isWithoutTime;
    private int severityNumber;
    private String severityText = "";
    private @Nullable String body;
    private @Nullable String traceId;
    private @Nullable String spanId;
    private List<String> columns = List.of();
    private String format = "";

    ParsedLine(Instant observed) {
        this.observed = observed;
        this.read = observed;
    }

    Instant observed() {
        return observed;
    }

    /** Sets when the collector read the line, where that is later than when it was seen first. */
    void read(Instant time) {
        read = time;
    }

    boolean hasTime() {
        return time != null;
    }

    boolean hasSeverity() {
        return severityNumber > 0 || !severityText.isEmpty();
    }

    /** Whether the severity is known and lower than a warning. */
    boolean isNoError() {
        return severityNumber > 0 && severityNumber < 13;
    }

    String severityText() {
        return severityText;
    }

    boolean hasBody() {
        return body != null;
    }

    String body() {
        return body == null ? "" : body;
    }

    Map<String, Object> attributes() {
        return attributes;
    }

    /** Says that the line states no time although its format has a place for one. */
    void statesNoTime() {
        isWithoutTime = true;
    }

    /** Takes the time that the line states; one that cannot be is kept as {@code log.record.time.text}. */
    void time(Instant stated, String text, int from, int to) {
        if (stated.isAfter(observed.plus(FUTURE)) || stated.getEpochSecond() < 0) {
            time = observed;
            attribute(TIME_TEXT, text.substring(from, to));
        } else {
            time = stated;
        }
    }

    void severity(int number, String text) {
        severityNumber = number;
        severityText = text;
    }

    void body(String text) {
        body = text;
    }

    /** Keeps a value; in a list of all that came under its name if there are more. */
    void attribute(String name, Object value) {
        Object before = attributes.putIfAbsent(name, value);
        if (before instanceof Repeated repeated) {
            repeated.add(value);
        } else if (before != null) {
            Repeated repeated = new Repeated();
            repeated.add(before);
            repeated.add(value);
            attributes.put(name, repeated);
        }
    }

    /** The values of a name that came more than once. */
    private static final class Repeated extends ArrayList<Object> {}

    void resource(String name, String value) {
        if (resource == null) {
            resource = new LinkedHashMap<>();
        }
        resource.put(name, value);
    }

    /** The {@code service.name} that the line states. */
    @Nullable
    String service() {
        return resource == null ? null : resource.get("service.name");
    }

    boolean hasTrace() {
        return traceId != null;
    }

    /** The name of the format that it was recognised as, of its message if that has one; the empty string if none. */
    String format() {
        return format;
    }

    void recognisedAs(String name) {
        format = name;
    }

    /** Sets the names of the columns that the lines after this one have. */
    void columns(List<String> names) {
        columns = names;
    }

    /** The names of the columns that the lines after this one have, none if it does not say. */
    List<String> columns() {
        return columns;
    }

    /** Takes what the message of this line says by itself, which wins. The host stays that of this line. */
    void take(ParsedLine message) {
        format = message.format;
        body = message.body;
        isWithoutTime |= message.isWithoutTime;
        if (message.time != null) {
            time = message.time;
        }
        if (message.hasSeverity()) {
            severity(message.severityNumber, message.severityText);
        }
        attributes.putAll(message.attributes);
        if (message.resource != null) {
            message.resource.forEach((name, value) -> {
                if (resource == null || !name.equals("host.name") || !resource.containsKey(name)) {
                    resource(name, value);
                }
            });
        }
        if (message.traceId != null) {
            traceId = message.traceId;
            spanId = message.spanId;
        }
    }

    /** Takes 32 hex digits as the trace's id; says no to anything else. */
    boolean traceId(String hex) {
        if (traceId != null || !isHex(hex, 32)) {
            return false;
        }
        traceId = hex.toLowerCase(Locale.ROOT);
        return true;
    }

    /** Takes 16 hex digits as the span's id; says no to anything else. */
    boolean spanId(String hex) {
        if (spanId != null || !isHex(hex, 16)) {
            return false;
        }
        spanId = hex.toLowerCase(Locale.ROOT);
        return true;
    }

    /** Sets the time that the sender gave, over what the line states; one that cannot be is kept as text. */
    void givenTime(Instant given) {
        time(given, given.toString(), 0, given.toString().length());
    }

    /** Sets the ids that the sender gave, over what the line states. */
    void givenTrace(@Nullable String givenTraceId, @Nullable String givenSpanId) {
        if (givenTraceId != null && isHex(givenTraceId, 32)) {
            traceId = givenTraceId;
        }
        if (givenSpanId != null && isHex(givenSpanId, 16)) {
            spanId = givenSpanId;
        }
    }

    LogEvent toEvent(LogChunk chunk, long offset, Resources resources) {
        Map<String, String> ofSource = chunk.source().resource();
        if (isWithoutTime && time == null && read.equals(observed)) {
            attributes.putIfAbsent(TIME_TEXT, "");
        }
        return new LogEvent(
                time == null ? observed : time,
                read,
                severityNumber,
                severityText,
                body(),
                Collections.unmodifiableMap(attributes),
                resource == null ? ofSource : resources.merge(ofSource, resource),
                traceId,
                spanId,
                chunk.source().id(),
                offset);
    }

    /** Hex digits of that number, not all of them zero: an id of zeros means none. */
    private static boolean isHex(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        boolean isZero = true;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
                return false;
            }
            isZero &= c == '0';
        }
        return !isZero;
    }
}
