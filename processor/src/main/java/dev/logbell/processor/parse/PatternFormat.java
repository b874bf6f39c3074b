package dev.logbell.processor.parse;

import dev.logbell.processor.parse.format.FormatFile;
import dev.logbell.processor.parse.format.LineMatcher;
import dev.logbell.processor.parse.format.LinePattern;
import dev.logbell.processor.parse.format.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A format whose file describes it by patterns. */
final class PatternFormat implements LineFormat {
    private final List<Way> ways = new ArrayList<>();
    private final DeclaredFields fields;
    private final boolean isOfLines;

    PatternFormat(TimeReader times, FormatFile file, FormatFile.Text text) {
        fields = new DeclaredFields(times, file, text.fields());
        isOfLines = text.isOfLines();
        for (LinePattern pattern : text.patterns()) {
            ways.add(new Way(new LineMatcher(pattern), pattern.targets()));
        }
    }

    private record Way(LineMatcher matcher, List<Target> targets) {}

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        for (Way way : ways) {
            if (way.matcher().matches(line)) {
                return parsed(way, line, observed);
            }
        }
        return null;
    }

    private ParsedLine parsed(Way way, String line, Instant observed) {
        ParsedLine parsed = new ParsedLine(observed);
        for (int i = 0; i < way.targets().size(); i++) {
            int from = way.matcher().start(i);
            if (from >= 0) {
                fields.put(
                        way.targets().get(i), line.substring(from, way.matcher().end(i)), parsed);
            }
        }
        if (!parsed.hasBody()) {
            parsed.body(line);
        }
        fields.complete(parsed);
        if (!parsed.hasSeverity()) {
            if (parsed.attributes().get("http.response.status_code") instanceof Long status) {
                parsed.severity(HttpRequest.severity(status), "");
            } else {
                StatedSeverity.find(parsed.body(), 0, true, parsed);
            }
        }
        return parsed;
    }

    @Override
    public boolean isSingleLine() {
        return false;
    }

    @Override
    public boolean isOfLines() {
        return isOfLines;
    }
}
