package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.StoreSettings;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Appends over a connection and on a thread of its own: the reactive client has no COPY, and what blocks does so here
 * alone. A connection that failed is thrown away; the next append makes another.
 */
final class PostgresWriter implements AutoCloseable {
    /** After that long without an answer the server, or the way to it, is taken for dead. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final String url;
    private final Properties properties = new Properties();
    private final Clock clock;
    private final ExecutorService writing = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("postgres-writer").daemon().factory());
    private final EventCopy events;
    private @Nullable Connection connection;

    /**
     * Connects at the first append.
     *
     * @param drafts of what is appended
     */
    PostgresWriter(StoreSettings.Postgres settings, Clock clock, SegmentDrafts drafts) {
        this.clock = clock;
        this.events = new EventCopy(drafts);
        this.url = url(settings);
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", "logbell-processor");
        properties.setProperty("socketTimeout", Long.toString(SILENCE.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "1");
    }

    /** The server as JDBC names it. */
    static String url(StoreSettings.Postgres settings) {
        return "jdbc:postgresql://%s:%d/%s?connectTimeout=%d"
                .formatted(settings.host(), settings.port(), settings.database(), PostgresPool.CONNECT_TIMEOUT_SECONDS);
    }

    /** Appends in one transaction: committed when this completes, rolled back when it fails or says a conflict. */
    Uni<AppendOutcome> append(List<SourceBatch> batch) {
        return Uni.createFrom().item(() -> appendNow(batch)).runSubscriptionOn(writing);
    }

    @Override
    public void close() {
        writing.execute(this::disconnect);
        writing.shutdown();
    }

    /** A kept connection may have broken while nothing came: then a new one is tried at once. */
    private AppendOutcome appendNow(List<SourceBatch> batch) {
        boolean isKept = connection != null;
        try {
            try {
                return appendOverOne(batch);
            } catch (SQLException e) {
                if (isKept && isBroken(e)) {
                    return appendOverOne(batch);
                }
                throw e;
            }
        } catch (SQLException e) {
            throw new AppendException(e);
        }
    }

    private AppendOutcome appendOverOne(List<SourceBatch> batch) throws SQLException {
        boolean isWhole = false;
        try {
            Connection open = connect();
            AppendOutcome outcome = PostgresAppend.append(clock.instant(), open, batch, events);
            switch (outcome) {
                case AppendOutcome.Appended() -> {
                    open.commit();
                    events.committed();
                }
                case AppendOutcome.Conflict conflict -> open.rollback();
            }
            isWhole = true;
            return outcome;
        } finally {
            if (!isWhole) {
                events.rolledBack();
                disconnect();
            }
        }
    }

    /** Classes of SQLSTATE: 08 is a connection exception, 57 an intervention of the server's operator. */
    private static boolean isBroken(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57"));
    }

    private Connection connect() throws SQLException {
        if (connection == null) {
            connection = DriverManager.getConnection(url, properties);
            connection.setAutoCommit(false);
        }
        return connection;
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is thrown away because it failed: that it cannot be closed either says nothing new.
            }
            connection = null;
        }
    }

    /** The database refused an append, with its own words. */
    @SuppressWarnings("OverrideThrowableToString") // it is told as it is, without the name of a class
    private static final class AppendException extends RuntimeException {
        AppendException(SQLException cause) {
            super(cause.getMessage(), cause);
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
