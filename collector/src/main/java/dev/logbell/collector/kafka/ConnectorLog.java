package dev.logbell.collector.kafka;

import dev.logbell.collector.Channels;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out of the log what the connector says of each chunk that brokers refuse, twice and with a stack trace:
 * {@link RefusedChunks} says it once. Whatever else went wrong with a chunk stays.
 */
final class ConnectorLog implements Filter {
    /** Of the connector's messages; the level keeps others apart that are of one chunk as well. */
    private static final Logger CONNECTOR = Logger.getLogger("io.smallrye.reactive.messaging.kafka");

    private static final String UNABLE_TO_WRITE = "SRMSG18206";
    private static final String NACKED = "SRMSG18212";

    private final @Nullable Filter other;

    private ConnectorLog(@Nullable Filter other) {
        this.other = other;
    }

    static void quieten() {
        if (!(CONNECTOR.getFilter() instanceof ConnectorLog)) {
            CONNECTOR.setFilter(new ConnectorLog(CONNECTOR.getFilter()));
        }
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        return !isOfRefusedChunk(line) && (other == null || other.isLoggable(line));
    }

    private static boolean isOfRefusedChunk(LogRecord line) {
        String message = line.getMessage();
        Object[] of = line.getParameters();
        return line.getThrown() instanceof ApiException
                && message != null
                && (message.startsWith(UNABLE_TO_WRITE) || message.startsWith(NACKED))
                && of != null
                && Arrays.asList(of).contains(Channels.COLLECTED);
    }
}
