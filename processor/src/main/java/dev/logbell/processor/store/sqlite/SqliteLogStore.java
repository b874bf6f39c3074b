package dev.logbell.processor.store.sqlite;

import dev.logbell.alert.Alert;
import dev.logbell.processor.pattern.KnownPattern;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.Caller;
import dev.logbell.processor.store.Deadline;
import dev.logbell.processor.store.EventContext;
import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.PatternStore;
import dev.logbell.processor.store.SourceAccount;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.SqlAnswer;
import dev.logbell.processor.store.SqlQuestion;
import dev.logbell.processor.store.Tally;
import dev.logbell.processor.store.index.Segment;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in one SQLite file: one connection writes, on a thread of its own, and a few read beside it. All
 * that blocks does so on these threads.
 */
public final class SqliteLogStore implements LogStore, LogSearch, PatternStore, AutoCloseable {
    private final SqliteWork work;
    private final Duration searchTimeout;
    private final SqlitePatterns patterns;
    private final SqliteAppend append;
    private final SqliteReads reads = new SqliteReads();
    private final SqliteIndexing indexing;

    public SqliteLogStore(Path file, Duration searchTimeout, Clock clock) {
        this(file, searchTimeout, clock, Segment.EVENTS);
    }

    SqliteLogStore(Path file, Duration searchTimeout, Clock clock, int eventsPerSegment) {
        this.work = new SqliteWork(file);
        this.searchTimeout = searchTimeout;
        this.patterns = new SqlitePatterns(clock);
        this.indexing = new SqliteIndexing(work, eventsPerSegment);
        this.append = new SqliteAppend(clock, patterns, indexing.draft());
    }

    @Override
    public Uni<Void> open() {
        return work.open().invoke(indexing::begin);
    }

    @Override
    public Uni<Map<String, Long>> watermarks(Collection<String> sources) {
        return work.read(connection -> reads.watermarks(connection, sources));
    }

    @Override
    public Uni<AppendOutcome> append(List<SourceBatch> batch) {
        return work.write(connection -> append.append(connection, batch));
    }

    @Override
    public <T> Uni<T> read(EventRange range, EventReader<T> reader, Caller caller) {
        return ask(caller, search -> search.read(range, reader));
    }

    @Override
    public Uni<Tally> count(EventCounts question, Caller caller) {
        return ask(caller, search -> search.count(question));
    }

    @Override
    public Uni<SqlAnswer> sql(SqlQuestion question, Caller caller) {
        return ask(caller, search -> search.sql(question));
    }

    @Override
    public Uni<EventContext> context(EventContext.Place place, Caller caller) {
        return ask(caller, search -> search.context(place));
    }

    @Override
    public Uni<List<Alert>> alerts(int limit, int offset) {
        return work.read(connection -> reads.alerts(connection, limit, offset));
    }

    @Override
    public Uni<List<SourceAccount>> accounts() {
        return work.read(reads::accounts);
    }

    @Override
    public Uni<Void> expire(Instant before) {
        return work.write(connection -> indexing.expire(connection, before))
                .repeat()
                .until(deleted -> deleted == 0)
                .collect()
                .last()
                .replaceWithVoid();
    }

    @Override
    public Uni<Found> patterns(@Nullable Long since) {
        return work.read(connection -> patterns.patterns(connection, since));
    }

    @Override
    public Uni<Void> define(List<KnownPattern> changed) {
        return work.write(connection -> patterns.define(connection, changed)).replaceWithVoid();
    }

    @Override
    public Uni<Void> keep(int most) {
        return work.write(connection -> patterns.keep(connection, most)).replaceWithVoid();
    }

    /** What indexes it. */
    SqliteIndexing indexing() {
        return indexing;
    }

    /** The connection that writes, between two transactions. */
    <T> T onWriter(SqliteWork.SqlFunction<Connection, T> task) throws SQLException {
        return work.onWriter(task);
    }

    @Override
    public void close() throws SQLException {
        indexing.close();
        work.close();
    }

    private <T> Uni<T> ask(Caller caller, SqliteWork.SqlFunction<SqliteSearch, T> question) {
        return Uni.createFrom().deferred(() -> {
            Deadline deadline = new Deadline(caller, searchTimeout);
            return work.read(connection -> {
                try (SearchDeadline watch = new SearchDeadline(connection, deadline)) {
                    return watch.watch(() -> SqliteWork.inTransaction(
                            connection, "BEGIN", open -> question.apply(new SqliteSearch(open, deadline))));
                }
            });
        });
    }
}
