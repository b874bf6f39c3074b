package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.StoreSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
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
 * day, as drafted while they were stored, or from their rows. Of several processors one does so at a time.
 */
final class PostgresIndexing implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PostgresIndexing.class);
    private static final int PAUSE_MILLIS = 1_000;
    /** By then a draft has been stored, or belongs to a process that stores little. */
    private static final Duration DRAFTED = Duration.ofSeconds(15);

    private static final DateTimeFormatter PARTITION = DateTimeFormatter.ofPattern("'events_'yyyyMMdd");

    private final String url;
    private final Properties properties = new Properties();
    private final int most;
    private final SegmentDrafts drafts;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("postgres-indexer").daemon().factory());
    private @Nullable Connection connection;
    private boolean hasBegun;

    /**
     * Indexing of a database.
     *
     * @param most how many events a segment has, more or less
     * @param drafts of segments that this process stored the events of
     */
    PostgresIndexing(StoreSettings.Postgres settings, int most, SegmentDrafts drafts) {
        this.drafts = drafts;
        this.url = PostgresWriter.url(settings);
        this.most = most;
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", "logbell-indexer");
        properties.setProperty("tcpKeepAlive", "true");
        // Prepared and in binary form from the first time on: events are read by thousands at once.
        properties.setProperty("prepareThreshold", "-1");
        // Statistics lag behind the newest arrivals: the planner would read a whole partition, or sort, for each
        // segment.
        properties.setProperty("options", "-c enable_seqscan=off -c enable_sort=off");
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
                isMore = storeDrafts() || indexOne(most, Math.max(1, most / 16), DRAFTED);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("Events were not indexed: %s. Trying again", e.getMessage());
            disconnect();
        }
    }

    /**
     * Makes one segment of what is stored, if one is due.
     *
     * @param enough events for one of a day that gets more
     * @param few events for one of a day that gets no more
     * @param age of arrivals that are in nobody's draft any more
     */
    boolean indexOne(int enough, int few, Duration age) throws SQLException {
        return inTransaction(connection -> PostgresSegments.makeOne(connection, enough, few, age));
    }

    /** Makes segments of all full drafts of one day; says whether there were any. */
    boolean storeDrafts() throws SQLException {
        return drafts.hasFull() && inTransaction(connection -> PostgresSegments.makeDrafted(connection, drafts));
    }

    private synchronized boolean inTransaction(Step step) throws SQLException {
        try {
            Connection open = connect();
            boolean isDone = step.run(open);
            open.commit();
            return isDone;
        } catch (SQLException | RuntimeException e) {
            disconnect();
            throw e;
        }
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    private interface Step {
        boolean run(Connection connection) throws SQLException;
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
