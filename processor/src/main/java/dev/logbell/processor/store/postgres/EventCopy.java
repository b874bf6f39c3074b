package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.SourceBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Copies the events of one transaction after the other, and drafts their index on the way: what has waited is in no
 * cache any more, so each event is touched once. The server reads a part while the next one is made. Not thread-safe.
 */
final class EventCopy {
    private static final int BYTES_AT_ONCE = 1 << 16;

    private final CopyRows rows = new CopyRows();
    private final SegmentDrafts drafts;

    /**
     * For a connection.
     *
     * @param drafts told of each event, and what became of it
     */
    EventCopy(SegmentDrafts drafts) {
        this.drafts = drafts;
    }

    /** Copies a batch, in a transaction of which {@link #committed} or {@link #rolledBack} tells the end. */
    void copy(Connection connection, List<SourceBatch> batch, Function<SourceBatch, PostgresAppend.Known> sources)
            throws SQLException {
        Map<Long, Integer> days = ArrivalNumber.days(batch);
        if (days.isEmpty()) {
            return;
        }
        long arrival = ArrivalNumber.take(connection, days);
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(CopyRows.COPY);
        try {
            rows.start(arrival);
            drafts.start(arrival, days);
            for (SourceBatch part : batch) {
                copy(part.events(), sources.apply(part), copy);
            }
            rows.end();
            send(copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    void committed() {
        drafts.commit();
    }

    void rolledBack() {
        drafts.rollBack();
    }

    private void copy(List<LogEvent> events, PostgresAppend.Known its, CopyIn copy) throws SQLException {
        rows.startSource();
        for (LogEvent event : events) {
            rows.add(event, its.source(), its.id());
            drafts.add(its.id(), event);
            if (rows.size() >= BYTES_AT_ONCE) {
                send(copy);
            }
        }
    }

    private void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(rows.bytes(), 0, rows.size());
        rows.clear();
    }
}
