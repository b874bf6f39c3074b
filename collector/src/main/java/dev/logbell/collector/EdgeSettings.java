package dev.logbell.collector;

import dev.logbell.collector.edge.EdgeQuery;
import dev.logbell.collector.edge.EdgeRule;
import dev.logbell.collector.edge.EdgeRules;
import dev.logbell.collector.edge.mask.Masking;
import dev.logbell.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the configuration says about the edge, after its check. */
final class EdgeSettings {
    private EdgeSettings() {}

    /**
     * Checks the configuration.
     *
     * @throws IllegalStateException if a value breaks a rule, saying which, and what to do
     */
    static EdgeRules of(CollectorConfig config) {
        return new EdgeRules(masking(config.mask()), attributes(config.attributes()), rules(config));
    }

    private static Masking masking(CollectorConfig.Mask mask) {
        if (!mask.enabled()) {
            return Masking.OFF;
        }
        Map<String, String> patterns = new TreeMap<>();
        mask.rules().forEach((name, rule) -> patterns.put(name, rule.pattern()));
        try {
            return Masking.of(mask.presets(), patterns);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static List<EdgeRule> rules(CollectorConfig config) {
        List<EdgeRule> rules = new ArrayList<>();
        new TreeMap<>(config.drop())
                .forEach((name, drop) -> rules.add(new EdgeRule.Drop(query("drop", name, drop.query()))));
        new TreeMap<>(config.sample()).forEach((name, sample) -> {
            atLeastOne("sample.%s.one-in".formatted(name), sample.oneIn());
            rules.add(new EdgeRule.Sample(query("sample", name, sample.query()), sample.oneIn()));
        });
        new TreeMap<>(config.limit()).forEach((name, limit) -> {
            atLeastOne("limit.%s.per-second".formatted(name), limit.perSecond());
            int burst = limit.burst().orElse(limit.perSecond());
            atLeastOne("limit.%s.burst".formatted(name), burst);
            rules.add(new EdgeRule.Limit(query("limit", name, limit.query().orElse("")), limit.perSecond(), burst));
        });
        return rules;
    }

    private static Query query(String kind, String name, String text) {
        try {
            return EdgeQuery.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "collector.%s.%s.query must be a query, got %s: %s".formatted(kind, name, text, e.getMessage()), e);
        }
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw new IllegalStateException("collector.%s must be at least 1, got %d: raise it".formatted(key, value));
        }
    }

    private static Map<String, String> attributes(Map<String, String> attributes) {
        attributes.forEach((name, value) -> {
            if (name.isBlank() || value.isBlank()) {
                throw new IllegalStateException(
                        "collector.attributes.%s must have a value: give it one or leave it out".formatted(name));
            }
        });
        return attributes;
    }
}
