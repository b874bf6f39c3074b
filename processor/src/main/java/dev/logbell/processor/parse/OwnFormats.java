package dev.logbell.processor.parse;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.query.EventPredicate;
import dev.logbell.query.QueryParser;
import dev.logbell.query.QuerySyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The formats that the settings name for some sources: the first entry, by its name, whose query matches. */
final class OwnFormats {
    private final List<Entry> entries = new ArrayList<>();

    /**
     * The formats of some sources.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    OwnFormats(Map<String, FormatSettings.OwnFormat> settings, Map<String, NamedFormat> formats) {
        new TreeMap<>(settings).forEach((name, setting) -> {
            List<NamedFormat> named = new ArrayList<>();
            for (String format : setting.formats()) {
                NamedFormat known = formats.get(format);
                if (known == null) {
                    throw new IllegalArgumentException(
                            "processor.parse.%s.formats names %s, which is no format: known are %s"
                                    .formatted(name, format, String.join(", ", formats.keySet())));
                }
                named.add(known);
            }
            entries.add(new Entry(predicate(name, setting.where()), List.copyOf(named)));
        });
    }

    private record Entry(Predicate<LogEvent> where, List<NamedFormat> formats) {}

    /** None if the settings leave it to be found out. */
    List<NamedFormat> of(Source source) {
        if (!entries.isEmpty()) {
            LogEvent asked = new LogEvent(
                    Instant.EPOCH, Instant.EPOCH, 0, "", "", Map.of(), source.resource(), null, null, source.id(), 0);
            for (Entry entry : entries) {
                if (entry.where().test(asked)) {
                    return entry.formats();
                }
            }
        }
        return List.of();
    }

    private static Predicate<LogEvent> predicate(String name, String query) {
        try {
            return new EventPredicate(QueryParser.parse(query));
        } catch (QuerySyntaxException e) {
            throw new IllegalArgumentException(
                    "processor.parse.%s.where cannot be read: %s".formatted(name, e.getMessage()), e);
        }
    }
}
