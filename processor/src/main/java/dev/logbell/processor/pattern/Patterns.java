package dev.logbell.processor.pattern;

import dev.logbell.log.LogEvent;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** The patterns that this process knows, those of other processors among them. Thread-safe. */
@ApplicationScoped
public class Patterns {
    /** The attribute of the event that made a pattern. */
    public static final String NEW = "pattern.new";

    private static final int MOST = 10_000;

    private final PatternMiner miner = new PatternMiner(MOST);
    private final Map<String, String> merged = new HashMap<>();
    private final AtomicInteger version = new AtomicInteger();

    /** The same events with their patterns, those that are like none before them marked. */
    public synchronized List<LogEvent> mark(List<LogEvent> events) {
        List<LogEvent> marked = new ArrayList<>(events.size());
        for (LogEvent event : events) {
            Pattern pattern = miner.mine(event.body());
            marked.add(pattern == null ? event : mark(event, pattern));
        }
        return marked;
    }

    private LogEvent mark(LogEvent event, Pattern pattern) {
        if (!miner.isNew()) {
            return event.with(pattern.name(), event.attributes());
        }
        Map<String, Object> attributes = new LinkedHashMap<>(event.attributes());
        attributes.put(NEW, true);
        return event.with(pattern.name(), attributes);
    }

    /** Takes in what the store knows. */
    public synchronized void restore(Collection<KnownPattern> found) {
        for (KnownPattern pattern : found) {
            if (pattern.mergedInto() != 0) {
                merge(pattern);
            } else if (!pattern.text().isEmpty()) {
                miner.restore(pattern);
            }
        }
    }

    /** What is to be told to the store: the patterns that changed since this was asked last. */
    public synchronized List<KnownPattern> takeChanged() {
        List<KnownPattern> changed =
                miner.takeChanged().stream().map(KnownPattern::of).toList();
        changed.stream().filter(pattern -> pattern.mergedInto() != 0).forEach(this::merge);
        return changed;
    }

    private void merge(KnownPattern pattern) {
        String into = Pattern.name(pattern.mergedInto());
        if (!into.equals(merged.putIfAbsent(Pattern.name(pattern.id()), into))) {
            version.incrementAndGet();
        }
    }

    /** The id that stands for a pattern now: its own, or that of the pattern that it turned out to be a part of. */
    public synchronized String root(String id) {
        String root = id;
        String next = merged.get(root);
        for (int i = 0; next != null && i < merged.size(); i++) {
            root = next;
            next = merged.get(root);
        }
        return root;
    }

    /** A query that finds the events of all parts of a pattern, whichever of their ids it names. */
    public Query expand(Query query) {
        return switch (query) {
            case Query.And(List<Query> parts) ->
                new Query.And(parts.stream().map(this::expand).toList());
            case Query.Or(List<Query> parts) ->
                new Query.Or(parts.stream().map(this::expand).toList());
            case Query.Not(Query part) -> new Query.Not(expand(part));
            case Query.Match(Field field, String text) ->
                field.kind() == Field.Kind.PATTERN ? anyOf(field, text) : query;
            case Query.All all -> all;
            case Query.Exists exists -> exists;
            case Query.Wildcard wildcard -> wildcard;
            case Query.Regex regex -> regex;
            case Query.Range range -> range;
        };
    }

    private synchronized Query anyOf(Field field, String id) {
        String root = root(id.toLowerCase(Locale.ROOT));
        TreeSet<String> ids = new TreeSet<>(List.of(root));
        merged.keySet().stream().filter(part -> root(part).equals(root)).forEach(ids::add);
        List<Query> parts = new ArrayList<>();
        ids.forEach(part -> parts.add(new Query.Match(field, part)));
        return parts.size() == 1 ? parts.getFirst() : new Query.Or(parts);
    }

    /** Another number each time that a query may be expanded to something else. */
    public int version() {
        return version.get();
    }
}
