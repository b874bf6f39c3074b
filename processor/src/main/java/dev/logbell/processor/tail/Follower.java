package dev.logbell.processor.tail;

import dev.logbell.log.LogEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One who follows the events that match a test, and takes them at a pace of its own. What is not taken waits, up to a
 * bound; from there on events are counted instead, until all that waits is taken, and then their number is told.
 */
public final class Follower {
    private static final int MOST_EVENTS = 10_000;
    private static final long MOST_CHARACTERS = 8 << 20;
    private static final int MOST_AT_ONCE = 200;

    private final Predicate<LogEvent> test;
    private final Queue<LogEvent> waiting = new ArrayDeque<>();
    private long characters;
    private long dropped;
    private @Nullable UniEmitter<? super List<TailItem>> asking;

    Follower(Predicate<LogEvent> test) {
        this.test = test;
    }

    /** What is to be told next, in order; completes once there is something. One call at a time. */
    public Uni<List<TailItem>> next() {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                asking = emitter;
            }
            answer();
        });
    }

    void offer(List<LogEvent> events) {
        for (LogEvent event : events) {
            if (test.test(event)) {
                take(event);
            }
        }
        answer();
    }

    /** Counts events that could not even be looked at. */
    void miss(long events) {
        synchronized (this) {
            dropped += events;
        }
        answer();
    }

    void quiet() {
        UniEmitter<? super List<TailItem>> told;
        synchronized (this) {
            told = asking;
            asking = null;
        }
        if (told != null) {
            told.complete(List.of(new TailItem.Quiet()));
        }
    }

    private synchronized void take(LogEvent event) {
        if (dropped > 0 || waiting.size() >= MOST_EVENTS || characters >= MOST_CHARACTERS) {
            dropped++;
        } else {
            waiting.add(event);
            characters += event.body().length();
        }
    }

    private void answer() {
        UniEmitter<? super List<TailItem>> told;
        List<TailItem> items;
        synchronized (this) {
            told = asking;
            if (told == null) {
                return;
            }
            items = takeOut();
            if (items.isEmpty()) {
                return;
            }
            asking = null;
        }
        told.complete(items);
    }

    private List<TailItem> takeOut() {
        List<TailItem> items = new ArrayList<>();
        while (items.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
            LogEvent event = waiting.remove();
            characters -= event.body().length();
            items.add(new TailItem.Stored(event));
        }
        if (waiting.isEmpty() && dropped > 0) {
            items.add(new TailItem.Dropped(dropped));
            dropped = 0;
        }
        return items;
    }
}
