package dev.logbell.alerter.channel;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Severity;
import dev.logbell.log.VisibleText;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The words of an alert that all channels share: how bad, of what, where, when. */
final class AlertText {
    private AlertText() {}

    /** E.g. {@code ERROR}: the label of the alert, or else of the event's severity. */
    static String severity(Alert alert) {
        String label = alert.labels().getOrDefault("severity", "");
        if (!label.isBlank()) {
            return oneLine(label).toUpperCase(Locale.ROOT);
        }
        Severity severity = alert.cause().severity();
        return severity == Severity.UNSPECIFIED ? "ALERT" : severity.name();
    }

    static String emoji(String severity) {
        return switch (severity) {
            case "FATAL", "CRITICAL", "EMERGENCY", "ALERT" -> "\uD83D\uDEA8";
            case "WARN", "WARNING" -> "\uD83D\uDFE0";
            case "INFO", "DEBUG", "TRACE", "NOTICE" -> "\uD83D\uDD35";
            default -> "\uD83D\uDD34";
        };
    }

    /** What it is about: the service, or else the file, the host or the rule. */
    static String service(Alert alert) {
        Map<String, String> resource = alert.cause().resource();
        String file = resource.getOrDefault("log.file.path", "");
        return Stream.of(
                        alert.labels().getOrDefault("service", ""),
                        resource.getOrDefault("service.name", ""),
                        file.substring(file.lastIndexOf('/') + 1),
                        resource.getOrDefault("host.name", ""))
                .map(AlertText::oneLine)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(oneLine(alert.name()));
    }

    /** E.g. {@code service.go:36, /var/log/app.log on web-1}. */
    static String where(Alert alert) {
        LogEvent cause = alert.cause();
        String file = cause.resource().get("log.file.path");
        String host = cause.resource().getOrDefault("host.name", alert.labels().getOrDefault("host", ""));
        String place = file == null ? cause.source() : file;
        return oneLine(code(cause) + (host.isBlank() ? place : place + " on " + host));
    }

    /** Which code wrote the event, if it said so: {@code service.go:36, }, or its logger. */
    private static String code(LogEvent cause) {
        Object file = cause.attributes().get("code.file.path");
        Object line = cause.attributes().get("code.line.number");
        Object writer = file == null ? cause.attributes().get("log.logger") : line == null ? file : file + ":" + line;
        return writer == null ? "" : writer + ", ";
    }

    /** E.g. {@code 2026-11-22 19:30:01 UTC}. */
    static String when(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
    }

    /** The annotation {@code summary}, or else the first line of the event. */
    static String summary(Alert alert) {
        String summary = alert.annotations().getOrDefault("summary", "");
        return oneLine(summary.isBlank() ? firstLine(alert.cause().body()) : summary);
    }

    static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    }

    /** The page about the alert, if it is one of the web. */
    static Optional<String> link(Alert alert) {
        try {
            URI uri = new URI(alert.generatorUrl());
            String scheme = uri.getScheme();
            boolean isWeb =
                    ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme)) && uri.getHost() != null;
            return isWeb ? Optional.of(uri.toASCIIString()) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Text without line breaks, blanks put together, and with marks for what would not be seen. */
    static String oneLine(String text) {
        return VisibleText.of(text).replaceAll("\\s+", " ").strip();
    }

    /** At most so many chars, the last an ellipsis if something was cut; no surrogate pair is torn. */
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = length - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "\u2026";
    }
}
