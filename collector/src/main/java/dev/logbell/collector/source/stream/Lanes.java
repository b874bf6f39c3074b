package dev.logbell.collector.source.stream;

import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.Mailbox;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.log.Source;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All lanes: those in use, those with something to do, and those that are free for the next session of the same kind
 * and resource, so that a sender that connects for every line does not become a source for every line.
 */
final class Lanes {
    private static final int MOST_FREE = 1000;
    private static final long FAR = Long.MAX_VALUE;

    private final String host;
    private final StreamLimits limits;
    private final SourceMetrics metrics;
    private final AtomicLong unfinished;
    private final Mailbox mailbox;
    private final InFlight inFlight;
    private final Consumer<Flight> send;
    private final RandomGenerator random = new SecureRandom();
    private final Map<String, Lane> used = new ConcurrentHashMap<>();
    /** Those with something to do, the one that sent last at the end; the intake's thread only. */
    private final Set<Lane> busy = new LinkedHashSet<>();

    private final Map<Key, Deque<Lane>> free = new HashMap<>();
    private final Set<Lane> freeByAge = new LinkedHashSet<>();

    private record Key(String kind, Map<String, String> resource) {
        static Key of(Lane lane) {
            return new Key(lane.kind(), lane.source().resource());
        }
    }

    /**
     * No lanes yet.
     *
     * @param host name of this machine in the sources' ids
     * @param unfinished bytes of all lanes that were taken and are not safe yet
     * @param send takes each chunk, and answers its flight later
     */
    Lanes(
            String host,
            StreamLimits limits,
            SourceMetrics metrics,
            AtomicLong unfinished,
            Mailbox mailbox,
            InFlight inFlight,
            Consumer<Flight> send) {
        this.host = host;
        this.limits = limits;
        this.metrics = metrics;
        this.unfinished = unfinished;
        this.mailbox = mailbox;
        this.inFlight = inFlight;
        this.send = send;
    }

    /** A lane that another session has left, or else a new one; any thread. */
    Lane open(String kind, Map<String, String> resource) {
        Lane free = reuse(kind, resource);
        if (free != null) {
            return free;
        }
        String id = "%s:%s:%s".formatted(kind, host, Long.toString(random.nextLong(1L << 50), 36));
        Lane lane = new Lane(kind, new Source(id, resource), limits, metrics, unfinished, mailbox, inFlight, send);
        use(lane);
        return lane;
    }

    private synchronized @Nullable Lane reuse(String kind, Map<String, String> resource) {
        Key key = new Key(kind, resource);
        Deque<Lane> lanes = free.get(key);
        if (lanes == null) {
            return null;
        }
        Lane lane = lanes.removeLast();
        if (lanes.isEmpty()) {
            free.remove(key);
        }
        freeByAge.remove(lane);
        lane.reopen();
        use(lane);
        return lane;
    }

    private void use(Lane lane) {
        used.put(lane.source().id(), lane);
    }

    /** Something has arrived on a lane, or its session is over. */
    void call(Lane lane) {
        busy.add(lane);
    }

    /** Does what there is to do; returns when, at the latest, there is more. */
    long turn(long now) {
        long next = FAR;
        for (Lane lane : List.copyOf(busy)) {
            boolean hasSent = lane.serve(now);
            if (lane.isAtRest()) {
                busy.remove(lane);
                letGo(lane);
            } else if (hasSent) {
                busy.remove(lane);
                busy.add(lane);
            }
            next = Math.min(next, lane.retryAt());
        }
        metrics.now(used.size(), unfinished.get());
        return next;
    }

    private synchronized void letGo(Lane lane) {
        if (!lane.isFree() || used.remove(lane.source().id()) == null) {
            return;
        }
        free.computeIfAbsent(Key.of(lane), key -> new ArrayDeque<>()).add(lane);
        freeByAge.add(lane);
        if (freeByAge.size() > MOST_FREE) {
            Lane eldest = freeByAge.iterator().next();
            freeByAge.remove(eldest);
            Deque<Lane> lanes = free.get(Key.of(eldest));
            if (lanes != null) {
                lanes.remove(eldest);
                if (lanes.isEmpty()) {
                    free.remove(Key.of(eldest));
                }
            }
        }
    }

    List<SourceStatus> statuses() {
        return used.values().stream().map(Lane::status).toList();
    }

    boolean isAtRest() {
        return busy.isEmpty();
    }

    void fail(Throwable failure) {
        used.values().forEach(lane -> lane.fail(failure));
    }
}
