package dev.logbell.alerter.outbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/** Brings the tables of the outbox up to date, and waits for the database as long as it takes. */
final class Migration {
    private static final Logger LOG = Logger.getLogger(Migration.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private Migration() {}

    /**
     * Migrates on the given executor.
     *
     * @param database how people know it, for the log
     */
    static Uni<Void> of(DataSource dataSource, String location, String database, Executor executor) {
        AtomicBoolean isToldAbsent = new AtomicBoolean();
        AtomicInteger attempts = new AtomicInteger();
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> Flyway.configure(Migration.class.getClassLoader())
                        .dataSource(dataSource)
                        .table("alerter_schema_history")
                        .locations("classpath:" + location)
                        .baselineOnMigrate(true)
                        .baselineVersion("0")
                        .connectRetries(0)
                        .load()
                        .migrate()))
                .runSubscriptionOn(executor)
                .onFailure()
                .invoke(failure -> {
                    // In one process, the processor makes its tables in the same file at the same moment.
                    boolean isTheOthersTurn =
                            firstLine(failure).contains("SQLITE_BUSY") && attempts.incrementAndGet() < 5;
                    if (!isTheOthersTurn && isToldAbsent.compareAndSet(false, true)) {
                        LOG.warnf(
                                "The outbox in %s cannot be opened: %s. No alert is delivered until it can; this is tried"
                                        + " again every few seconds",
                                database, firstLine(failure));
                    }
                })
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely()
                .invoke(() -> LOG.infof("The outbox in %s is open", database))
                .replaceWithVoid();
    }

    private static String firstLine(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage())
                .lines()
                .findFirst()
                .orElse(cause.getClass().getName());
    }
}
