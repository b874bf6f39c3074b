package dev.logbell.collector.edge;

import dev.logbell.collector.source.record.Json;
import dev.logbell.log.LogEvent;
import dev.logbell.log.LogRecord;
import dev.logbell.log.Source;
import dev.logbell.query.EventPredicate;
import dev.logbell.query.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Decides of each event of one source whether it leaves. One thread's. */
final class SourceRules {
    private static final String FILTERED = "filtered";
    private static final String SAMPLED = "sampled";
    private static final String LIMITED = "rate-limited";

    private final Source source;
    private final List<Ready> rules = new ArrayList<>();
    private final LongSupplier millis;

    /**
     * Rules for one source.
     *
     * @param isRecords whether its events are records, which may say themselves what they come from
     */
    SourceRules(List<EdgeRule> rules, Source source, boolean isRecords, LongSupplier millis) {
        this.source = source;
        this.millis = millis;
        for (EdgeRule rule : rules) {
            Query query = isRecords ? rule.query() : EdgeQuery.of(rule.query(), source);
            if (!EdgeQuery.isNothing(query)) {
                Bucket bucket = rule instanceof EdgeRule.Limit limit ? new Bucket(limit, millis.getAsLong()) : null;
                this.rules.add(new Ready(
                        rule,
                        query instanceof Query.All,
                        new EventPredicate(query),
                        EdgeQuery.asksSeverity(query),
                        bucket));
            }
        }
    }

    private record Ready(
            EdgeRule rule,
            boolean isAlways,
            EventPredicate test,
            boolean asksSeverity,
            @Nullable Bucket bucket) {}

    /** Whether nothing that this source writes is ever left out. */
    boolean isEmpty() {
        return rules.isEmpty();
    }

    /**
     * Why an event is left out; null if it leaves.
     *
     * @param offset of its first byte
     * @param text all of its lines
     */
    @Nullable
    String reason(long offset, String text) {
        return reason(offset, text, null);
    }

    /** Why an event is left out that came as a record; null if it leaves. */
    @Nullable
    String reason(long offset, LogRecord record) {
        String text = switch (record.content()) {
            case LogRecord.Line(String line) -> line;
            case LogRecord.Body(Object value) -> value == null ? "" : Json.text(value);
        };
        return reason(offset, text, record);
    }

    private @Nullable String reason(long offset, String text, @Nullable LogRecord record) {
        LogEvent event = null;
        int severity = -1;
        for (Ready ready : rules) {
            if (ready.asksSeverity && severity < 0) {
                severity = record != null && record.severityNumber() > 0
                        ? record.severityNumber()
                        : SeverityWord.number(severityText(text, record));
                event = null;
            }
            if (ready.asksSeverity && severity == 0) {
                continue;
            }
            if (!ready.isAlways) {
                event = event == null ? event(offset, text, Math.max(0, severity), record) : event;
                if (!ready.test.test(event)) {
                    continue;
                }
            }
            String reason = reason(ready, offset);
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    private static String severityText(String text, @Nullable LogRecord record) {
        return record == null || record.severityText().isEmpty()
                ? text
                : record.severityText().toUpperCase(Locale.ROOT);
    }

    private LogEvent event(long offset, String text, int severity, @Nullable LogRecord record) {
        if (record == null || record.resource().isEmpty()) {
            return EdgeQuery.event(source, offset, text, severity);
        }
        Map<String, String> resource = new HashMap<>(source.resource());
        resource.putAll(record.resource());
        return EdgeQuery.event(new Source(source.id(), resource, source.eventStart()), offset, text, severity);
    }

    private @Nullable String reason(Ready ready, long offset) {
        return switch (ready.rule) {
            case EdgeRule.Drop drop -> FILTERED;
            case EdgeRule.Sample sample -> Long.remainderUnsigned(mix(offset), sample.oneIn()) == 0 ? null : SAMPLED;
            case EdgeRule.Limit limit -> ready.bucket == null || ready.bucket.take(millis.getAsLong()) ? null : LIMITED;
        };
    }

    /** Spreads offsets of one source evenly. (The finalizer of MurmurHash3.) */
    private long mix(long offset) {
        long hash = offset + (long) source.id().hashCode() * 0x9E3779B97F4A7C15L;
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return hash ^ (hash >>> 33);
    }

    /** Fills with the time, up to the burst. */
    private static final class Bucket {
        private final EdgeRule.Limit limit;
        private double left;
        private long filledAt;

        Bucket(EdgeRule.Limit limit, long now) {
            this.limit = limit;
            this.left = limit.burst();
            this.filledAt = now;
        }

        boolean take(long now) {
            left = Math.min(limit.burst(), left + (now - filledAt) * limit.perSecond() / 1000);
            filledAt = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }
}
