package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.Tally;
import dev.logbell.processor.store.index.CountByMinute;
import dev.logbell.processor.store.sql.CountSql;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.Statement;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts events by the counts that segments have of their minutes; of rows only those at the ends of the range, in no
 * segment yet, and in the partition that never has one. All in a transaction that sees one state of the database.
 */
final class PostgresCounts {
    private static final String SEGMENTS = "SELECT counts FROM segments WHERE latest >= $1 AND earliest < $2";
    private static final String UNINDEXED = """
            SELECT day FROM unindexed WHERE to_regclass('events_' || to_char(day, 'YYYYMMDD')) IS NOT NULL
            GROUP BY day""";

    private final SqlConnection connection;
    private final EventCounts question;
    private final CountByMinute byMinute;
    private final Tally tally;

    PostgresCounts(SqlConnection connection, EventCounts question, CountByMinute byMinute) {
        this.connection = connection;
        this.question = question;
        this.byMinute = byMinute;
        this.tally = new Tally(question.stretches());
    }

    Uni<Tally> tally() {
        return connection
                .preparedQuery(SEGMENTS)
                .execute(Tuple.of(byMinute.from(), byMinute.to()))
                .chain(segments -> addSegments(segments) ? others() : rows(connection, question, whole(question)));
    }

    /** Counts rows alone. */
    static Uni<Tally> rows(SqlConnection connection, EventCounts question, Statement statement) {
        Tally tally = new Tally(question.stretches());
        return add(connection, question, statement, tally).replaceWith(tally);
    }

    /** Whether all segments have counts: those that were made by an earlier version have none. */
    private boolean addSegments(RowSet<Row> segments) {
        for (Row segment : segments) {
            Buffer counts = segment.get(Buffer.class, "counts");
            if (counts == null) {
                return false;
            }
            byMinute.add(counts.getBytes(), tally);
        }
        return true;
    }

    private Uni<Tally> others() {
        return connection
                .query(UNINDEXED)
                .execute()
                .onItem()
                .transformToMulti(days -> Multi.createFrom().iterable(statements(days)))
                .onItem()
                .transformToUniAndConcatenate(statement -> add(connection, question, statement, tally))
                .collect()
                .last()
                .replaceWith(tally);
    }

    private List<Statement> statements(RowSet<Row> days) {
        List<String> parts = new ArrayList<>();
        parts.add("SELECT %s FROM events_default".formatted(PostgresPlaces.COLUMNS));
        for (Row row : days) {
            LocalDate day = row.getLocalDate("day");
            // The bounds let BRIN find the pages; the list says which of their rows are in no segment.
            parts.add("""
                    SELECT %1$s FROM %2$s
                    WHERE arrival >= (SELECT min(arrival) FROM unindexed WHERE day = '%3$s')
                        AND arrival = ANY (ARRAY(SELECT arrival FROM unindexed WHERE day = '%3$s'))""".formatted(PostgresPlaces.COLUMNS, PostgresIndexing.partition(day), day));
        }
        List<Statement> statements = new ArrayList<>();
        statements.add(CountSql.of(
                        Dialect.POSTGRES, byMinute.whole(), parameters -> "(" + String.join(" UNION ALL ", parts) + ")")
                .orElseThrow());
        byMinute.ends().forEach(end -> statements.add(whole(end)));
        return statements;
    }

    private static Statement whole(EventCounts question) {
        return CountSql.of(Dialect.POSTGRES, question).orElseThrow();
    }

    private static Uni<Void> add(SqlConnection connection, EventCounts question, Statement statement, Tally tally) {
        return connection
                .preparedQuery(statement.sql())
                .execute(Tuple.from(statement.parameters()))
                .invoke(rows -> {
                    for (Row row : rows) {
                        tally.add(
                                CountSql.value(question, row.getString("value")),
                                row.getLong("stretch").intValue(),
                                row.getLong("events"));
                    }
                })
                .replaceWithVoid();
    }
}
