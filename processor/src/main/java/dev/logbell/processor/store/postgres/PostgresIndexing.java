package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.StoreSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Indexes the events in PostgreSQL in the background, over a connection and on a thread of its own: whole arrivals of a
 * day, as soon as there are enough for a segment or no more come. Of several processors one does so at a time.
 */
final class PostgresIndexing implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PostgresIndexing.class);
    private static final int PAUSE_MILLIS = 500;
    private static final DateTimeFormatter PARTITION = DateTimeFormatter.ofPattern("'events_'yyyyMMdd");

    private final String url;
    private final Properties properties = new Properties();
    private final int most;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("postgres-indexer").daemon().factory());
    private @Nullable Connection connection;
    private boolean hasBegun;

    /**
     * Indexing of a database.
     *
     * @param most how many events a segment has, more or less
     */
    PostgresIndexing(StoreSettings.Postgres settings, int most) {
        this.url = PostgresWriter.url(settings);
        this.most = most;
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", "logbell-indexer");
        properties.setProperty("tcpKeepAlive", "true");
        // Prepared and in binary form from the first time on: events are read by thousands at once.
        properties.setProperty("prepareThreshold", "-1");
    }

    synchronized void begin() {
        if (!hasBegun) {
            hasBegun = true;
            var _ = thread.scheduleWithFixedDelay(this::tryIndex, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The name of the partition of a day. */
    static String partition(LocalDate day) {
        return PARTITION.format(day);
    }

    private void tryIndex() {
        try {
            boolean isMore = true;
            while (isMore && !thread.isShutdown()) {
                isMore = indexOne(most, Math.max(1, most / 16));
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("Events were not indexed: %s. Trying again", e.getMessage());
            disconnect();
        }
    }

    /**
     * Makes one segment, if one is due.
     *
     * @param enough events for one of a day that gets more
     * @param few events for one of a day that gets no more
     */
    synchronized boolean indexOne(int enough, int few) throws SQLException {
        try {
            Connection open = connect();
            boolean isMade = PostgresSegments.makeOne(open, enough, few);
            open.commit();
            return isMade;
        } catch (SQLException | RuntimeException e) {
            disconnect();
            throw e;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        disconnect();
    }

    private Connection connect() throws SQLException {
        if (connection == null) {
            connection = DriverManager.getConnection(url, properties);
            connection.setAutoCommit(false);
        }
        return connection;
    }

    private synchronized void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It failed already, or nobody needs it any more.
            }
            connection = null;
        }
    }
}
