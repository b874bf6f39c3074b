package dev.logbell.processor.store;

import dev.logbell.alert.Alert;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keeps events, and for each source the watermark up to which it holds them. */
public interface LogStore {
    /** Ready to be used: schema there, connected. Fails with what is wrong; asked again until it succeeds. */
    Uni<Void> open();

    /**
     * The watermarks of sources.
     *
     * @return source id to watermark, for those of the sources that the store has heard of
     */
    Uni<Map<String, Long>> watermarks(Collection<String> sources);

    /**
     * Stores events, alerts and the new watermarks of their sources in one transaction: all of the batch, or nothing.
     *
     * @param batch at most one part per source
     * @return what came of it once it is durable; fails if the database does, in which case nothing was stored
     */
    Uni<AppendOutcome> append(List<SourceBatch> batch);

    /** The latest alerts by the time they started, newest first; of those of one time, in the order of events. */
    Uni<List<Alert>> alerts(int limit, int offset);

    /** What became of the bytes of every source, the most recently stored first. */
    Uni<List<SourceAccount>> accounts();

    /** Deletes the events that happened before a time. The account of their sources stays as it is. */
    Uni<Void> expire(Instant before);
}
