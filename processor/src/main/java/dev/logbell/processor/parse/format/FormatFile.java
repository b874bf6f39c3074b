package dev.logbell.processor.parse.format;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A log format, as its file describes it.
 *
 * @param name by which others refer to it
 * @param origin the file it is from, for errors
 * @param places where it stands: as a line, as the message in a line of another format, or both
 * @param after names of formats that are tried before it, because it would take their lines too
 * @param severities what the words of its severity mean, where they are not the usual ones
 * @param constants names and values that each of its events gets
 * @param time how its times are written, where that is not one of the usual ways; null otherwise
 */
public record FormatFile(
        String name,
        String origin,
        Set<Place> places,
        List<String> after,
        Anchor anchor,
        Content content,
        Map<String, Integer> severities,
        Map<String, String> constants,
        @Nullable DateTimeFormatter time,
        List<Sample> samples) {

    /** Where a format stands. */
    public enum Place {
        LINE,
        MESSAGE
    }

    /** How its fields are found. */
    public sealed interface Content {}

    /** By code of that name. */
    public record BuiltIn(String code) implements Content {}

    /**
     * By the first of some patterns that matches.
     *
     * @param fields where the values of pairs go, by their keys; the others keep their own names
     * @param isOfLines whether its events have several lines
     */
    public record Text(List<LinePattern> patterns, Map<String, Target> fields, boolean isOfLines) implements Content {}

    /**
     * By the names of a JSON object.
     *
     * @param has names that tell the format, all of which are in the object
     * @param fields where values go, by their names, with a dot before the names in inner objects
     */
    public record Json(List<String> has, Map<String, Target> fields) implements Content {}

    /**
     * A line of the format, and what it says.
     *
     * @param text of one event, or of several lines before it that belong to it
     * @param read when it was read
     * @param event its non-empty parts under the names of the OpenTelemetry Logs Data Model
     * @param line where it stands in the file
     */
    public record Sample(String text, Instant read, Map<String, Object> event, int line) {}
}
