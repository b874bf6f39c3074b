package dev.logbell.collector;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is logged, by one logger and those below it, until this is closed. */
public final class LogLines implements AutoCloseable {
    private final Logger logger;
    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
    private final Formatter formatter = new SimpleFormatter();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            records.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private LogLines(Logger logger) {
        this.logger = logger;
        logger.addHandler(handler);
    }

    /** All loggers: the empty name. */
    public static LogLines of(String logger) {
        return new LogLines(Logger.getLogger(logger));
    }

    /** {@code WARN the text of it}. */
    public List<String> lines() {
        return records.stream()
                .map(line -> line.getLevel().getName().replace("WARNING", "WARN") + " " + formatter.formatMessage(line))
                .toList();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
