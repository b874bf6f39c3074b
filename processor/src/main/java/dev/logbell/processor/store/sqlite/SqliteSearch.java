package dev.logbell.processor.store.sqlite;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.sql.SqlRefusedException;
import dev.logbell.processor.store.Deadline;
import dev.logbell.processor.store.EventContext;
import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import dev.logbell.processor.store.SqlAnswer;
import dev.logbell.processor.store.SqlQuestion;
import dev.logbell.processor.store.SqlRows;
import dev.logbell.processor.store.Tally;
import dev.logbell.processor.store.sql.ContextSql;
import dev.logbell.processor.store.sql.CountSql;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.QuerySql;
import dev.logbell.processor.store.sql.RowTest;
import dev.logbell.processor.store.sql.Statement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What is asked about the events of the SQLite file, on one connection and until a deadline. */
final class SqliteSearch {
    private static final int ROWS_BETWEEN_LOOKS = 256;

    private static final Set<SQLiteErrorCode> OF_THE_STATEMENT = Set.of(
            SQLiteErrorCode.SQLITE_ERROR,
            SQLiteErrorCode.SQLITE_TOOBIG,
            SQLiteErrorCode.SQLITE_MISMATCH,
            SQLiteErrorCode.SQLITE_RANGE,
            SQLiteErrorCode.SQLITE_READONLY);

    private final Connection connection;
    private final Deadline deadline;

    SqliteSearch(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    <T> T read(EventRange range, EventReader<T> reader) throws SQLException {
        QuerySql query = new QuerySql(Dialect.SQLITE, range);
        RowTest test = new RowTest(range.query(), query.isExact());
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
                LogEvent event = events.event(row, test);
                isMoreWanted = event == null || reader.take(event);
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

    SqlAnswer sql(SqlQuestion question) throws SQLException {
        SqlRows rows = new SqlRows(question.mostRows());
        try (PreparedStatement ask = connection.prepareStatement(question.sql().text());
                ResultSet row = ask.executeQuery()) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                columns.add(row.getMetaData().getColumnLabel(i));
            }
            boolean isMoreWanted = true;
            while (isMoreWanted && row.next()) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    values.add(row.getObject(i));
                }
                isMoreWanted = rows.take(values);
            }
            return rows.answer(columns);
        } catch (SQLiteException e) {
            if (OF_THE_STATEMENT.contains(e.getResultCode())) {
                throw new SqlRefusedException(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
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
