package dev.logbell.processor.store.sqlite;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.Deadline;
import dev.logbell.processor.store.EventContext;
import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import dev.logbell.processor.store.Tally;
import dev.logbell.processor.store.sql.ContextSql;
import dev.logbell.processor.store.sql.CountSql;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.QuerySql;
import dev.logbell.processor.store.sql.Statement;
import dev.logbell.query.EventPredicate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is asked about the events of the SQLite file, on one connection and until a deadline. */
final class SqliteSearch {
    private static final int ROWS_BETWEEN_LOOKS = 256;

    private final Connection connection;
    private final Deadline deadline;

    SqliteSearch(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    <T> T read(EventRange range, EventReader<T> reader) throws SQLException {
        QuerySql query = new QuerySql(Dialect.SQLITE, range);
        EventPredicate test = new EventPredicate(range.query());
        String sql = "SELECT %s FROM events e CROSS JOIN sources s ON s.id = e.source_id WHERE %s %s"
                .formatted(Dialect.SQLITE.columns(), query.condition(), query.order());
        SqliteEvents events = new SqliteEvents();
        try (PreparedStatement find = prepare(new Statement(sql, query.parameters()));
                ResultSet row = find.executeQuery()) {
            boolean isMoreWanted = true;
            for (long rows = 1; isMoreWanted && row.next(); rows++) {
                if (rows % ROWS_BETWEEN_LOOKS == 0) {
                    deadline.check();
                }
                LogEvent event = events.event(row);
                isMoreWanted = !test.test(event) || reader.take(event);
            }
        }
        return reader.result();
    }

    Tally count(EventCounts question) throws SQLException {
        Optional<Statement> statement = CountSql.of(Dialect.SQLITE, question);
        if (statement.isEmpty()) {
            return read(question.range().in(EventRange.Order.ANY), question.reader());
        }
        Tally tally = new Tally(question.stretches());
        try (PreparedStatement count = prepare(statement.get());
                ResultSet row = count.executeQuery()) {
            while (row.next()) {
                tally.add(CountSql.value(question, row.getString(2)), row.getInt(1), row.getLong(3));
            }
        }
        return tally;
    }

    EventContext context(EventContext.Place place) throws SQLException {
        List<LogEvent> found = events(ContextSql.event(Dialect.SQLITE, place));
        if (found.isEmpty()) {
            return EventContext.NONE;
        }
        LogEvent event = found.getFirst();
        return new EventContext(
                event, beside(event, true, place.before()).reversed(), beside(event, false, place.after()));
    }

    private List<LogEvent> beside(LogEvent event, boolean isBefore, int limit) throws SQLException {
        List<LogEvent> found = List.of();
        for (Duration reach : ContextSql.REACHES) {
            if (found.size() < limit) {
                found = events(ContextSql.beside(Dialect.SQLITE, event, isBefore, limit, reach));
            }
        }
        return found;
    }

    private List<LogEvent> events(Statement statement) throws SQLException {
        List<LogEvent> found = new ArrayList<>();
        SqliteEvents events = new SqliteEvents();
        try (PreparedStatement find = prepare(statement);
                ResultSet row = find.executeQuery()) {
            while (row.next()) {
                found.add(events.event(row));
            }
        }
        return found;
    }

    private PreparedStatement prepare(Statement statement) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement.sql());
        try {
            List<Object> parameters = statement.parameters();
            for (int i = 0; i < parameters.size(); i++) {
                prepared.setObject(i + 1, parameters.get(i));
            }
            return prepared;
        } catch (SQLException e) {
            prepared.close();
            throw e;
        }
    }
}
