package dev.logbell.processor.page;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogEvent;
import dev.logbell.log.VisibleText;
import dev.logbell.processor.account.Accounting;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns events, alerts and accounts into rows of the page. */
final class Rows {
    private static final int LONGEST_LINE = 400;
    private static final int LONGEST_BODY = 10_000;

    private final Instant now;

    Rows(Instant now) {
        this.now = now;
    }

    Home.EventRow event(LogEvent event) {
        List<Home.Pair> details = new ArrayList<>();
        event.attributes()
                .forEach((name, value) ->
                        details.add(new Home.Pair(VisibleText.of(name), cut(String.valueOf(value), 1_000))));
        event.resource().forEach((name, value) -> details.add(new Home.Pair(VisibleText.of(name), cut(value, 1_000))));
        if (event.traceId() != null) {
            details.add(new Home.Pair("traceId", event.traceId()));
        }
        if (event.spanId() != null) {
            details.add(new Home.Pair("spanId", event.spanId()));
        }
        if (event.pattern() != null) {
            details.add(new Home.Pair("pattern", event.pattern()));
        }
        details.add(new Home.Pair("source", event.source() + " @ " + event.offset()));
        return new Home.EventRow(
                event.time().toString(),
                Wording.shortTime(event.time(), now),
                level(event),
                VisibleText.of(from(event.resource())),
                cut(event.body().lines().findFirst().orElse(""), LONGEST_LINE),
                cut(event.body(), LONGEST_BODY),
                details);
    }

    Home.AlertRow alert(Alert alert) {
        String summary =
                alert.annotations().getOrDefault("summary", alert.cause().body());
        return new Home.AlertRow(
                alert.startsAt().toString(),
                Wording.shortTime(alert.startsAt(), now),
                level(alert.cause()),
                alert.name(),
                cut(summary.lines().findFirst().orElse(""), LONGEST_LINE),
                link(alert.generatorUrl()));
    }

    Home.SourceRow source(Accounting.SourceLine source, double rate) {
        return new Home.SourceRow(
                VisibleText.of(source.resource().getOrDefault("log.file.path", source.id())),
                VisibleText.of(source.resource().getOrDefault("host.name", "")),
                Wording.rate(rate),
                Wording.number(source.storedEvents()),
                Wording.bytes(source.read()),
                source.updated() == null ? "nothing yet" : Wording.ago(source.updated(), now),
                source.balanced());
    }

    /** Where an alert points to on this very page, whatever name this server has for the one who looks. */
    private static String link(String generatorUrl) {
        try {
            String query = URI.create(generatorUrl).getRawQuery();
            return query == null ? "/" : "/?" + query;
        } catch (IllegalArgumentException e) {
            return "/";
        }
    }

    private static String level(LogEvent event) {
        return event.severityNumber() == 0 ? "none" : event.severity().name().toLowerCase(Locale.ROOT);
    }

    private static String from(Map<String, String> resource) {
        String service = resource.get("service.name");
        if (service != null && !service.isBlank()) {
            return service;
        }
        String path = resource.getOrDefault("log.file.path", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest
                ? VisibleText.of(text)
                : VisibleText.of(text.substring(0, longest))
                        + "… (%s characters more)".formatted(Wording.number(text.length() - longest));
    }
}
