package dev.logbell.processor.parse;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, under the names that ECS, Logstash's encoder, zap, slog, OpenTelemetry and others use, and
 * those that the files of {@link JsonFormat}s say; what has another name becomes an attribute, nested objects as maps.
 */
final class JsonLine implements LineFormat {
    private final JsonFields object = new JsonFields();
    private final KnownFields fields;
    private final List<JsonFormat> formats;
    private final Map<String, Integer> telling = new HashMap<>();
    private final BitSet seen = new BitSet();
    private List<String> lastNames = List.of();
    private @Nullable JsonFormat lastFormat;

    /**
     * JSON lines.
     *
     * @param formats those with a file, in the order they are tried
     */
    JsonLine(TimeReader times, List<JsonFormat> formats) {
        fields = new KnownFields(times);
        this.formats = List.copyOf(formats);
        for (JsonFormat format : formats) {
            format.has().forEach(name -> telling.putIfAbsent(name, telling.size()));
        }
    }

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        if (!object.read(line)) {
            return null;
        }
        JsonFormat format = format();
        if (format != null) {
            return format.parsed(object, line, observed);
        }
        ParsedLine parsed = new ParsedLine(observed);
        for (int i = 0; i < object.size(); i++) {
            fields.put(object.name(i), object.value(i), parsed);
        }
        fields.complete(line, parsed);
        return parsed;
    }

    @Override
    public boolean isSingleLine() {
        return true;
    }

    @Override
    public boolean isEnvelope() {
        return true;
    }

    /** Objects mostly have the names of the one before them. */
    private @Nullable JsonFormat format() {
        if (!object.names().equals(lastNames)) {
            lastNames = List.copyOf(object.names());
            lastFormat = formatByNames();
        }
        return lastFormat;
    }

    private @Nullable JsonFormat formatByNames() {
        seen.clear();
        for (int i = 0; i < object.size(); i++) {
            Integer index = telling.get(object.name(i));
            if (index != null) {
                seen.set(index);
            }
        }
        if (!seen.isEmpty()) {
            for (JsonFormat format : formats) {
                if (hasAll(format)) {
                    return format;
                }
            }
        }
        return null;
    }

    private boolean hasAll(JsonFormat format) {
        for (String name : format.has()) {
            Integer index = telling.get(name);
            if (index == null || !seen.get(index)) {
                return false;
            }
        }
        return true;
    }
}
