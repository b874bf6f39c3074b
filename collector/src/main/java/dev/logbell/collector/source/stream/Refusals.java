package dev.logbell.collector.source.stream;

import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Counts and tells what was not taken downstream; the intake's thread only. */
final class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private final SourceMetrics metrics;
    private @Nullable Class<?> last;

    Refusals(SourceMetrics metrics) {
        this.metrics = metrics;
    }

    void refused(Source source, Throwable failure) {
        metrics.failed(Trouble.REFUSED);
        if (last != failure.getClass()) {
            LOG.warnf("chunks of %s were not taken (%s): they are sent again until they are", source.id(), failure);
        }
        last = failure.getClass();
    }

    /** From now on a refusal is news again; not that of a chunk's size, which many chunks may have. */
    void accepted() {
        if (last != null && last != RecordTooLargeException.class) {
            LOG.info("chunks of senders are taken again");
            last = null;
        }
    }

    void overtaken(LogChunk chunk) {
        metrics.overtaken(chunk.bytes().length);
        LOG.errorf(
                "%d bytes of %s at offset %d were refused while later ones were taken: they are sent again, and"
                        + " GET /api/v1/accounting counts as dropped (gap) what comes too late for the store",
                chunk.bytes().length, chunk.source().id(), chunk.offset());
    }
}
