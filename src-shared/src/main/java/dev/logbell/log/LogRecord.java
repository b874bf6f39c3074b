package dev.logbell.log;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An event as its sender gave it, with more than its text: what a line of {@link Framing#RECORDS} holds. What is given
 * here wins over what the processor finds in the text.
 *
 * @param time when it happened; null if the sender does not say
 * @param observedTime when the sender saw it; null if it does not say. It is the event's time if nothing better is known
 * @param severityNumber 1 (TRACE) to 24 (FATAL4), 0 if not given
 * @param severityText as the source wrote it; the empty string if not given
 * @param attributes values are String, Long, Double, Boolean, and Lists and Maps of these
 * @param resource what it came from, beside what its {@link Source} says
 * @param traceId 32 lower-case hex digits
 * @param spanId 16 lower-case hex digits
 */
public record LogRecord(
        @Nullable Instant time,
        @Nullable Instant observedTime,
        int severityNumber,
        String severityText,
        Content content,
        Map<String, Object> attributes,
        Map<String, String> resource,
        @Nullable String traceId,
        @Nullable String spanId) {
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("[0-9a-f]{16}");

    public LogRecord {
        if (severityNumber < 0 || severityNumber > 24) {
            throw new IllegalArgumentException("a severity number must be 0..24, got " + severityNumber);
        }
        if (traceId != null && !TRACE_ID.matcher(traceId).matches()) {
            throw new IllegalArgumentException("a trace id must be 32 lower-case hex digits");
        }
        if (spanId != null && !SPAN_ID.matcher(spanId).matches()) {
            throw new IllegalArgumentException("a span id must be 16 lower-case hex digits");
        }
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        resource = Collections.unmodifiableMap(new LinkedHashMap<>(resource));
    }

    /** What the event says. */
    public sealed interface Content {}

    /**
     * The message itself, which is not looked into.
     *
     * @param value of the types that attributes have; null for no message
     */
    public record Body(@Nullable Object value) implements Content {}

    /** Text as a program wrote it, which is parsed like a line of a file. */
    public record Line(String text) implements Content {}
}
