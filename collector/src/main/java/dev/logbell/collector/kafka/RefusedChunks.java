package dev.logbell.collector.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * The sources whose last chunk was refused. The log says when it begins that chunks are refused, once a minute while it
 * lasts, and when it is over, however many are.
 */
final class RefusedChunks {
    private static final Logger LOG = Logger.getLogger(RefusedChunks.class);
    /** Twice the longest pause before a chunk is sent again. */
    private static final Duration SENT_AGAIN_WITHIN = Duration.ofMinutes(1);

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private final Map<String, Refusal> bySource = new HashMap<>();
    private boolean isSizeTold;
    private boolean isTold;
    private long count;
    private long began;
    private long told;

    private record Refusal(String reason, long nanos) {}

    /**
     * No refusals yet.
     *
     * @param nanos a clock that only goes forward
     */
    RefusedChunks(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A chunk of a source was refused; it is sent again, one that is too large in two. */
    synchronized void refused(String source, Throwable reason) {
        if (reason instanceof RecordTooLargeException) {
            tellSize(source, reason);
            return;
        }
        long now = nanos.getAsLong();
        bySource.put(source, new Refusal(String.valueOf(reason), now));
        count++;
        if (!isTold) {
            began = now;
            LOG.warnf("chunks of %s are refused (%s): they are sent again until they are taken", source, reason);
        } else if (now - told >= BETWEEN_LINES.toNanos()) {
            forgetOld(now);
            LOG.warnf(
                    "chunks of %d sources are refused (%s), %d times in %d s: they are sent again until they are taken",
                    bySource.size(), reason, count, seconds(now));
        } else {
            return;
        }
        isTold = true;
        told = now;
    }

    /** What is cut is taken then, and the next may be as large: that is said once. */
    private void tellSize(String source, Throwable reason) {
        if (!isSizeTold) {
            LOG.warnf("a chunk of %s is refused for its size (%s): this and others are cut", source, reason);
        }
        isSizeTold = true;
    }

    /** A chunk of a source was taken. */
    synchronized void taken(String source) {
        if (bySource.isEmpty() && !isTold) {
            return;
        }
        bySource.remove(source);
        long now = nanos.getAsLong();
        forgetOld(now);
        if (bySource.isEmpty()) {
            LOG.infof("chunks are taken again, after %d refusals in %d s", count, seconds(now));
            isTold = false;
            count = 0;
        }
    }

    /** What is refused, and why; empty if nothing is. */
    synchronized Optional<String> problem() {
        forgetOld(nanos.getAsLong());
        return bySource.values().stream()
                .findFirst()
                .map(refusal -> "chunks of %d sources are refused (%s): they are sent again until they are taken"
                        .formatted(bySource.size(), refusal.reason()));
    }

    /** A source whose chunk is not sent again has ended, or is not followed any more: it is nobody's trouble. */
    private void forgetOld(long now) {
        bySource.values().removeIf(refusal -> now - refusal.nanos() > SENT_AGAIN_WITHIN.toNanos());
    }

    private long seconds(long now) {
        return Duration.ofNanos(now - began).toSeconds();
    }
}
