package dev.logbell.processor.store.postgres;

import dev.logbell.processor.sql.SqlRefusedException;
import dev.logbell.processor.store.SqlAnswer;
import dev.logbell.processor.store.SqlQuestion;
import dev.logbell.processor.store.SqlRows;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.data.Numeric;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks SQL that callers wrote, where nothing but the view can be found by its name. */
final class PostgresSql {
    private static final int ROWS_AT_ONCE = 200;

    /** Only a superuser may set a limit of temporary files, for itself as for others. */
    private static final String BOUNDS = """
            SET LOCAL search_path TO logbell_sql; SET LOCAL standard_conforming_strings = on; SET LOCAL timezone = 'UTC';
            SET LOCAL work_mem = '16MB'; SET LOCAL max_parallel_workers_per_gather = 1;
            SELECT set_config('temp_file_limit', '512MB', true) WHERE current_setting('is_superuser') = 'on'""";

    /** Where the user of the processor may make roles, or somebody made that one, it can read the view and nothing else. */
    private static final String READER = """
            SELECT EXISTS (SELECT FROM pg_roles
                WHERE rolname = 'logbell_reader' AND pg_has_role(oid, 'MEMBER')
                    AND has_table_privilege(oid, 'logbell_sql.logs', 'SELECT')) AS is_there""";

    /** SQLSTATE classes that are about the statement: what it says, and the values it meets. */
    private static final Set<String> OF_THE_STATEMENT = Set.of("0A", "21", "22", "25", "2F", "42", "54");

    private final SqlConnection connection;
    private final SqlQuestion question;
    private final SqlRows rows;
    private List<String> columns = List.of();

    PostgresSql(SqlConnection connection, SqlQuestion question) {
        this.connection = connection;
        this.question = question;
        this.rows = new SqlRows(question.mostRows());
    }

    Uni<SqlAnswer> ask() {
        return connection
                .query(BOUNDS)
                .execute()
                .chain(() -> connection.query(READER).execute())
                .chain(rows -> rows.iterator().next().getBoolean("is_there")
                        ? connection.query("SET LOCAL ROLE logbell_reader").execute()
                        : Uni.createFrom().item(rows))
                .chain(() -> connection.prepare(question.sql().text()))
                .chain(statement -> read(statement.cursor()).eventually(statement::close))
                .map(done -> rows.answer(columns))
                .onFailure(PostgresSql::isOfTheStatement)
                .transform(failure -> new SqlRefusedException(((PgException) failure).getErrorMessage(), failure));
    }

    private Uni<Void> read(Cursor cursor) {
        return Multi.createBy()
                .repeating()
                .uni(() -> cursor.read(ROWS_AT_ONCE))
                .whilst(found -> take(found) && cursor.hasMore())
                .collect()
                .last()
                .chain(cursor::close);
    }

    private boolean take(RowSet<Row> found) {
        if (columns.isEmpty() && found.columnsNames() != null) {
            columns = List.copyOf(found.columnsNames());
        }
        for (Row row : found) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                values.add(value(row.getValue(i)));
            }
            if (!rows.take(values)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean bool -> bool;
            case Numeric numeric -> numeric.isNaN() ? "NaN" : numeric.bigDecimalValue();
            case Double number -> Double.isFinite(number) ? number : number.toString();
            case Number number -> number;
            case OffsetDateTime time -> time.toInstant().toString();
            case JsonObject object -> object.getMap();
            case JsonArray array -> array.getList();
            default -> value.toString();
        };
    }

    private static boolean isOfTheStatement(Throwable failure) {
        return failure instanceof PgException error
                && error.getSqlState() != null
                && OF_THE_STATEMENT.contains(error.getSqlState().substring(0, 2));
    }
}
