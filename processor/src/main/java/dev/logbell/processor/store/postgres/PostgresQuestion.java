package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.Deadline;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Asks something in a transaction that cannot write, that sees one state of the database, and whose statements end with the deadline. When the caller leaves,
 * the server is told to end the statement.
 */
final class PostgresQuestion {
    private static final String QUERY_CANCELED = "57014";

    private final Deadline deadline;
    private final AtomicReference<Future<Void>> cancelled = new AtomicReference<>(Future.succeededFuture());

    private PostgresQuestion(Deadline deadline) {
        this.deadline = deadline;
    }

    static <T> Uni<T> ask(Pool pool, Deadline deadline, Function<SqlConnection, Uni<T>> question) {
        return pool.withTransaction(connection -> new PostgresQuestion(deadline).ask(connection, question))
                .onFailure(
                        failure -> failure instanceof PgException error && QUERY_CANCELED.equals(error.getSqlState()))
                .transform(failure -> deadline.failure());
    }

    /** Without the server's JIT compiler, which takes longer for a question about many partitions than its answer. */
    private <T> Uni<T> ask(SqlConnection connection, Function<SqlConnection, Uni<T>> question) {
        deadline.caller().whenLeft(() -> cancel(connection));
        return connection
                .query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL jit = off;"
                        + " SET LOCAL statement_timeout = "
                        + deadline.left().toMillis())
                .execute()
                .invoke(deadline::check)
                .chain(() -> question.apply(connection))
                .eventually(this::settle);
    }

    private void cancel(SqlConnection connection) {
        cancelled.set(((PgConnection) connection.getDelegate()).cancelRequest());
    }

    /** Waits until a cancellation has arrived, so that it cannot hit what the connection does next. */
    private Uni<Void> settle() {
        deadline.caller().whenLeft(null);
        return Uni.createFrom()
                .completionStage(() -> cancelled.get().toCompletionStage())
                .onFailure()
                .recoverWithNull();
    }
}
