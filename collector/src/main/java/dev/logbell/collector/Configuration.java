package dev.logbell.collector;

import dev.logbell.collector.edge.EdgeRules;
import io.smallrye.config.SmallRyeConfig;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configuration as it was read at one time, after its check.
 *
 * @param values of all keys under {@code collector.} that are given, as text
 */
record Configuration(
        CollectorConfig config, CollectorSettings settings, EdgeRules rules, SortedMap<String, String> values) {
    private static final String PREFIX = "collector.";

    /** What a key is about, and so who has to be told when it changes. */
    enum Part {
        /** Which files are followed, and how their lines become events. */
        FILES(
                "files",
                "exclude",
                "read-from",
                "ignore-older",
                "quiet-time",
                "partial-line-time",
                "multiline",
                "encoding"),
        /** What is done to lines before they leave. */
        EDGE("mask", "drop", "sample", "limit", "attributes"),
        /** Ports of their own. */
        PORTS("syslog", "gelf", "lines"),
        /** Everything that is fixed when the collector starts. */
        START;

        @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
        private final Set<String> names;

        Part(String... names) {
            this.names = Set.of(names);
        }

        static Part of(String key) {
            String name = key.substring(PREFIX.length()).split("[.\\[]", 2)[0];
            for (Part part : values()) {
                if (part.names.contains(name)) {
                    return part;
                }
            }
            return START;
        }
    }

    /**
     * Checks a configuration.
     *
     * @throws IllegalStateException if a value breaks a rule, saying which, and what to do
     */
    static Configuration of(SmallRyeConfig given) {
        CollectorConfig config = given.getConfigMapping(CollectorConfig.class);
        SortedMap<String, String> values = new TreeMap<>();
        for (String key : given.getPropertyNames()) {
            String value = key.startsWith(PREFIX) ? given.getConfigValue(key).getValue() : null;
            if (value != null) {
                values.put(key, value);
            }
        }
        return new Configuration(config, CollectorSettings.of(config), EdgeSettings.of(config), values);
    }

    /** The keys whose value is another than before, or that came, or went. */
    Set<String> changedSince(Configuration before) {
        Set<String> changed = new TreeSet<>(values.keySet());
        changed.addAll(before.values.keySet());
        changed.removeIf(key -> Objects.equals(values.get(key), before.values.get(key)));
        return changed;
    }

    /** The keys that have changed and wait for a start. */
    Set<String> waitingForStart(Configuration started) {
        Set<String> waiting = changedSince(started);
        waiting.removeIf(key -> Part.of(key) != Part.START);
        if (settings.isStdin() != started.settings.isStdin()) {
            waiting.add("collector.stdin");
        }
        return waiting;
    }

    boolean isOther(Part part, Configuration before) {
        return changedSince(before).stream().anyMatch(key -> Part.of(key) == part);
    }
}
