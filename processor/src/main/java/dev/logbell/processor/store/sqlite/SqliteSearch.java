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
import dev.logbell.processor.store.index.Block;
import dev.logbell.processor.store.index.CountByMinute;
import dev.logbell.processor.store.index.Run;
import dev.logbell.processor.store.index.Sought;
import dev.logbell.processor.store.index.Window;
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
import java.util.stream.Collectors;
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

    private static final String WITHIN = "e.rowid BETWEEN r.value ->> 0 AND r.value ->> 1";
    private static final String ALL = "SELECT %s FROM events e CROSS JOIN sources s ON s.id = e.source_id WHERE %%s %%s"
            .formatted(Dialect.SQLITE.columns());
    private static final String SOME =
            "SELECT %s FROM json_each(%%s) r CROSS JOIN events e CROSS JOIN sources s ON s.id = e.source_id WHERE %s AND %%s %%s"
                    .formatted(Dialect.SQLITE.columns(), WITHIN);

    private final Connection connection;
    private final Deadline deadline;

    SqliteSearch(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    <T> T read(EventRange range, EventReader<T> reader) throws SQLException {
        RowTest test = new RowTest(range.query(), new QuerySql(Dialect.SQLITE, range).isExact());
        Optional<List<Window>> windows = new SqliteIndex(connection, deadline).windows(range);
        if (windows.isEmpty()) {
            QuerySql query = new QuerySql(Dialect.SQLITE, range);
            read(new Statement(ALL.formatted(query.condition(), query.order()), query.parameters()), test, reader);
            return reader.result();
        }
        boolean isMoreWanted = true;
        for (Window window : windows.get()) {
            isMoreWanted = isMoreWanted && read(within(window, range), test, reader);
        }
        return reader.result();
    }

    private static Statement within(Window window, EventRange range) {
        QuerySql query = window.bound(new QuerySql(Dialect.SQLITE, range));
        List<Object> parameters = new ArrayList<>(query.parameters());
        String runs = addRuns(window.runs(), parameters);
        return new Statement(SOME.formatted(runs, query.condition(), query.order()), parameters);
    }

    private static String addRuns(List<Run> runs, List<Object> parameters) {
        parameters.add(runs.stream()
                .map(run -> "[%d,%d]".formatted(run.first(), run.last()))
                .collect(Collectors.joining(",", "[", "]")));
        return Dialect.SQLITE.placeholder(parameters.size());
    }

    /** Whether more events are wanted than these. */
    private boolean read(Statement statement, RowTest test, EventReader<?> reader) throws SQLException {
        SqliteEvents events = new SqliteEvents();
        boolean isMoreWanted = true;
        try (PreparedStatement find = prepare(statement);
                ResultSet row = find.executeQuery()) {
            for (long rows = 1; isMoreWanted && row.next(); rows++) {
                if (rows % ROWS_BETWEEN_LOOKS == 0) {
                    deadline.check();
                }
                LogEvent event = events.event(row, test);
                isMoreWanted = event == null || reader.take(event);
            }
        }
        return isMoreWanted;
    }

    Tally count(EventCounts question) throws SQLException {
        Optional<Statement> statement = CountSql.of(Dialect.SQLITE, question);
        if (statement.isEmpty()) {
            return read(question.range().in(EventRange.Order.ANY), question.reader());
        }
        Optional<CountByMinute> byMinute = CountByMinute.of(question);
        if (byMinute.isPresent()) {
            return count(byMinute.get(), question);
        }
        Tally tally = new Tally(question.stretches());
        count(question, statement.get(), tally);
        return tally;
    }

    private Tally count(CountByMinute byMinute, EventCounts question) throws SQLException {
        Tally tally = new Tally(question.stretches());
        List<Run> uncounted = SqliteCounts.add(connection, byMinute, tally);
        count(
                question,
                CountSql.of(
                                Dialect.SQLITE,
                                byMinute.whole(),
                                parameters ->
                                        "(SELECT e.* FROM json_each(%s) r CROSS JOIN events e NOT INDEXED WHERE %s)"
                                                .formatted(addRuns(uncounted, parameters), WITHIN))
                        .orElseThrow(),
                tally);
        for (EventCounts end : byMinute.ends()) {
            count(question, CountSql.of(Dialect.SQLITE, end).orElseThrow(), tally);
        }
        return tally;
    }

    private void count(EventCounts question, Statement statement, Tally tally) throws SQLException {
        try (PreparedStatement count = prepare(statement);
                ResultSet row = count.executeQuery()) {
            while (row.next()) {
                tally.add(CountSql.value(question, row.getString(2)), row.getInt(1), row.getLong(3));
            }
        }
    }

    EventContext context(EventContext.Place place) throws SQLException {
        List<LogEvent> found = event(place);
        if (found.isEmpty()) {
            return EventContext.NONE;
        }
        LogEvent event = found.getFirst();
        return new EventContext(
                event, beside(event, true, place.before()).reversed(), beside(event, false, place.after()));
    }

    SqlAnswer sql(SqlQuestion question) throws SQLException {
        SqlRows rows = new SqlRows(question.mostRows());
        try (PreparedStatement ask = connection.prepareStatement(question.sql().textWithTimes());
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
                throw new SqlRefusedException(
                        String.valueOf(e.getMessage()).replaceFirst("(?s)^\\[SQLITE_ERROR] [^(]*\\((.*)\\)$", "$1"), e);
            }
            throw e;
        }
    }

    /** Without its time, the event is looked for where the index says that events near its offset are. */
    private List<LogEvent> event(EventContext.Place place) throws SQLException {
        Statement anywhere = ContextSql.event(Dialect.SQLITE, place);
        Optional<List<Block>> blocks = place.time() != null
                ? Optional.empty()
                : new SqliteIndex(connection, deadline)
                        .blocks(Sought.place(place.source(), place.offset()), Long.MIN_VALUE, Long.MAX_VALUE);
        if (blocks.isEmpty()) {
            return events(anywhere);
        }
        return events(ContextSql.event(
                Dialect.SQLITE,
                place,
                parameters -> "(SELECT e.* FROM json_each(%s) r CROSS JOIN events e WHERE %s)"
                        .formatted(addRuns(Window.runs(blocks.get()), parameters), WITHIN)));
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
