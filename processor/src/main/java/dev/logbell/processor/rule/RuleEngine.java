package dev.logbell.processor.rule;

import dev.logbell.alert.Alert;
import dev.logbell.alert.Alert.ContextLine;
import dev.logbell.alert.AlertId;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.processor.pattern.Patterns;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Raises alerts about events as they arrive. Not thread-safe: fed by the one thread of the main path. */
public final class RuleEngine {
    private static final int LONGEST_CONTEXT_LINE = 500;
    private static final int LONGEST_SUMMARY = 200;
    private static final Duration LINK_REACH = Duration.ofMinutes(1);
    private static final int LONGEST_BODY = 16_384;

    private final List<Rule> rules;
    private final String url;
    private final int contextLines;
    private final RecentLines recentLines;

    public RuleEngine(RulesConfig config, Patterns patterns) {
        if (config.contextLines() < 0 || config.contextLines() > 50) {
            throw new IllegalArgumentException("processor.context-lines must be 0..50, got %d: leave it out for 5"
                    .formatted(config.contextLines()));
        }
        this.rules = Rule.from(config, patterns);
        this.url = config.url();
        this.contextLines = config.contextLines();
        this.recentLines = new RecentLines(contextLines);
    }

    /**
     * The alerts that some events raise.
     *
     * @param chunk that the events were read from, later than all of its source that were given before
     * @param events in the order of their offsets
     */
    public List<Alert> evaluate(LogChunk chunk, List<LogEvent> events) {
        WrittenLines written = new WrittenLines(chunk, events);
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            LogEvent event = events.get(i);
            for (Rule rule : rules) {
                if (rule.matches().test(event)) {
                    alerts.add(alert(rule, event, written.line(i, Alert.LONGEST_LINE), around(written, i)));
                }
            }
        }
        for (int i = Math.max(0, events.size() - contextLines); i < events.size(); i++) {
            recentLines.add(events.get(i).source(), written.line(i, LONGEST_CONTEXT_LINE));
        }
        return alerts;
    }

    /** The lines before an event, of this chunk and the ones before it, and those after it that are read already. */
    private List<ContextLine> around(WrittenLines written, int index) {
        List<LogEvent> events = written.events();
        List<ContextLine> lines = new ArrayList<>();
        int first = Math.max(0, index - contextLines);
        List<String> earlier = recentLines.of(events.get(index).source());
        int missing = Math.min(earlier.size(), contextLines - (index - first));
        earlier.subList(earlier.size() - missing, earlier.size())
                .forEach(line -> lines.add(new ContextLine(line, false)));
        int last = Math.min(events.size() - 1, index + contextLines);
        for (int i = first; i <= last; i++) {
            lines.add(new ContextLine(written.line(i, LONGEST_CONTEXT_LINE), i == index));
        }
        return lines;
    }

    private Alert alert(Rule rule, LogEvent event, String line, List<ContextLine> context) {
        Map<String, String> labels = new TreeMap<>(rule.labels());
        labels.put("alertname", rule.name());
        labels.putIfAbsent("severity", event.severity().name().toLowerCase(Locale.ROOT));
        String service = event.resource().get("service.name");
        if (service != null) {
            labels.putIfAbsent("service", service);
        }
        String host = event.resource().get("host.name");
        if (host != null) {
            labels.putIfAbsent("host", host);
        }
        String firstLine = event.body().lines().findFirst().orElse("");
        return new Alert(
                Alert.VERSION,
                AlertId.of(rule.name(), event.source(), Long.toString(event.offset())),
                labels,
                Map.of("summary", Alert.bounded(firstLine, LONGEST_SUMMARY)),
                event.time(),
                null,
                link(event),
                List.of(bounded(event)),
                line,
                context);
    }

    /** The page, showing the source within a minute of the event. */
    private String link(LogEvent event) {
        String query = "source:\"%s\" AND time:[\"%s\" TO \"%s\"]"
                .formatted(
                        event.source(),
                        event.time().minus(LINK_REACH),
                        event.time().plus(LINK_REACH));
        return url + "/?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    /** An event that fits into a message: a body of 5 MB is stored whole, and cut in the alert. */
    private static LogEvent bounded(LogEvent event) {
        if (event.body().length() <= LONGEST_BODY) {
            return event;
        }
        return new LogEvent(
                event.time(),
                event.observedTime(),
                event.severityNumber(),
                event.severityText(),
                Alert.bounded(event.body(), LONGEST_BODY),
                Map.of(),
                event.resource(),
                event.traceId(),
                event.spanId(),
                event.pattern(),
                event.source(),
                event.offset());
    }
}
