package dev.logbell.alerter.channel;

import dev.logbell.alert.Alert;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a digest says about its alerts.
 *
 * @param kinds with the most frequent first
 * @param others alerts of kinds that are not listed
 */
record DigestText(int alerts, Instant from, Instant to, List<Kind> kinds, int others) {
    private static final int KINDS_SHOWN = 10;

    /** Alerts that have name, severity and service in common. */
    record Kind(String name, String severity, String service, int count, Alert first) {}

    static DigestText of(List<Alert> alerts) {
        Map<List<String>, Kind> kinds = new LinkedHashMap<>();
        for (Alert alert : alerts) {
            String severity = AlertText.severity(alert);
            String service = AlertText.service(alert);
            kinds.merge(
                    List.of(alert.name(), severity, service),
                    new Kind(AlertText.oneLine(alert.name()), severity, service, 1, alert),
                    (known, added) -> new Kind(
                            known.name(), known.severity(), known.service(), known.count() + 1, known.first()));
        }
        List<Kind> shown = kinds.values().stream()
                .sorted(Comparator.comparingInt(Kind::count).reversed())
                .limit(KINDS_SHOWN)
                .toList();
        return new DigestText(
                alerts.size(),
                alerts.stream()
                        .map(Alert::startsAt)
                        .min(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH),
                alerts.stream()
                        .map(Alert::startsAt)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH),
                shown,
                alerts.size() - shown.stream().mapToInt(Kind::count).sum());
    }

    /** E.g. {@code 137 alerts between 2026-11-22 19:30:01 UTC and 2026-11-22 19:31:10 UTC}. */
    String title() {
        return "%d alerts between %s and %s".formatted(alerts, AlertText.when(from), AlertText.when(to));
    }
}
