package dev.logbell.processor.rule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last lines of each source, for the lines around an alert. Forgets the sources that were silent for longest. */
final class RecentLines {
    private static final int MOST_SOURCES = 10_000;

    private final int perSource;
    private final Map<String, Deque<String>> lines = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<String>> eldest) {
            return size() > MOST_SOURCES;
        }
    };

    RecentLines(int perSource) {
        this.perSource = perSource;
    }

    /** The last lines of a source, oldest first. */
    List<String> of(String source) {
        Deque<String> recent = lines.get(source);
        return recent == null ? List.of() : List.copyOf(recent);
    }

    /** Remembers a line as it was written, already cut. */
    void add(String source, String line) {
        if (perSource == 0) {
            return;
        }
        Deque<String> recent = lines.computeIfAbsent(source, id -> new ArrayDeque<>(perSource));
        if (recent.size() == perSource) {
            recent.removeFirst();
        }
        recent.addLast(line);
    }
}
