package dev.logbell.alert;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A rule found something. What travels from the processor to the alerter, in the shape of Prometheus Alertmanager's
 * alerts plus the events behind it.
 *
 * @param version of this shape; 1
 * @param id a function of rule, group and window alone ({@link AlertId}), so that an alert raised twice is one alert
 * @param labels what it is about and is routed by: {@code alertname}, {@code severity}, {@code service}, {@code host}, ...
 * @param annotations what a person reads: {@code summary}, {@code description}
 * @param startsAt when the first of its events happened
 * @param endsAt when it was over; null while it fires, and for alerts about single events
 * @param generatorUrl where to see more, e.g. {@code http://localhost:8090/?query=...}
 * @param events that caused it, oldest first, at least one
 * @param line the first of the events as it was written, line breaks included; longer than {@link #LONGEST_LINE}
 *     chars it is cut, and ends in an ellipsis. Alerts of earlier processors do not have it: the event's body then
 * @param context the lines around the first of the events as they were written, in order, that event's included
 */
public record Alert(
        int version,
        String id,
        Map<String, String> labels,
        Map<String, String> annotations,
        Instant startsAt,
        @Nullable Instant endsAt,
        String generatorUrl,
        List<LogEvent> events,
        String line,
        List<ContextLine> context) {
    public static final int VERSION = 1;

    /** How many chars of a line an alert holds at the most. */
    public static final int LONGEST_LINE = 2_000;

    /**
     * A line near the event that an alert is about.
     *
     * @param text the line, cut if it is long
     * @param isCause whether it is the event that the alert is about
     */
    public record ContextLine(String text, boolean isCause) {}

    public Alert {
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "version of an alert must be %d, got %d: update this Logbell".formatted(VERSION, version));
        }
        if (!labels.containsKey("alertname")) {
            throw new IllegalArgumentException("labels of an alert must hold alertname, got " + labels.keySet());
        }
        if (events.isEmpty()) {
            throw new IllegalArgumentException("alert %s must hold the events that caused it".formatted(id));
        }
        labels = new TreeMap<>(labels);
        annotations = new TreeMap<>(annotations);
        events = List.copyOf(events);
        line = line == null ? bounded(events.getFirst().body(), LONGEST_LINE) : line;
        context = List.copyOf(context);
    }

    @JsonIgnore
    public String name() {
        return labels.getOrDefault("alertname", "");
    }

    /** The event that the alert is about: its first. */
    @JsonIgnore
    public LogEvent cause() {
        return events.getFirst();
    }

    /** A line as an alert holds it: whole, or cut and ended by an ellipsis; no surrogate pair is torn. */
    public static String bounded(String line, int longest) {
        if (line.length() <= longest) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return line.substring(0, end) + "…";
    }
}
