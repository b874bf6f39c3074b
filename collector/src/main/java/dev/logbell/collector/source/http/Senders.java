package dev.logbell.collector.source.http;

import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.Session;
import dev.logbell.log.Framing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The sources of those who push lines: one for each address, since lines of different senders make no event together.
 * Those that pushed nothing for long are let go, and the eldest if there are very many. Any thread may use it.
 */
final class Senders {
    static final int MOST = 1000;
    static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private final Intake intake;
    private final Clock clock;
    /** The one that pushed last at the end. */
    private final Map<Key, Sender> senders = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String kind, String peer) {}

    private static final class Sender {
        private final Session session;
        private Instant pushedAt;

        Sender(Session session, Instant pushedAt) {
            this.session = session;
            this.pushedAt = pushedAt;
        }
    }

    Senders(Intake intake, Clock clock) {
        this.intake = intake;
        this.clock = clock;
    }

    /** Hands on lines of an address; completes when they are safe. */
    synchronized CompletionStage<Void> take(String kind, String peer, byte[] lines) {
        Instant now = clock.instant();
        Sender sender = senders.computeIfAbsent(new Key(kind, peer), key -> new Sender(open(key), now));
        sender.pushedAt = now;
        CompletionStage<Void> safe = sender.session.take(lines, Framing.LINES);
        letGo(now);
        return safe;
    }

    private Session open(Key key) {
        return intake.open(key.kind(), key.peer().isEmpty() ? Map.of() : Map.of("network.peer.address", key.peer()));
    }

    private void letGo(Instant now) {
        for (Iterator<Sender> eldestFirst = senders.values().iterator(); eldestFirst.hasNext(); ) {
            Sender eldest = eldestFirst.next();
            if (senders.size() <= MOST && !eldest.pushedAt.plus(LONGEST_REST).isBefore(now)) {
                return;
            }
            eldestFirst.remove();
            eldest.session.close();
        }
    }
}
