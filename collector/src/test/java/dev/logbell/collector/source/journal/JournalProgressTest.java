package dev.logbell.collector.source.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.SourceMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalProgressTest {
    private static final JournalCheckpoint FIRST = new JournalCheckpoint("journal:web-1:1", 0, "c", true);

    @TempDir
    Path folder;

    @Test
    void tellsOnceThatItCannotBeWrittenAndOnceThatItCanAgain() throws IOException {
        Path missing = folder.resolve("missing");
        JournalProgress progress = new JournalProgress(
                missing.resolve("journal.json"),
                new SourceMetrics(new SimpleMeterRegistry(), new InFlight(1), "journal"));
        List<String> told = new CopyOnWriteArrayList<>();
        Handler listener = listener(told);
        Logger logger = Logger.getLogger(JournalProgress.class.getName());
        logger.addHandler(listener);
        try {
            assertThat(progress.begin(FIRST)).isFalse();
            assertThat(progress.save()).isFalse();
            assertThat(progress.isUnsaved()).isTrue();
            Files.createDirectory(missing);
            assertThat(progress.save()).isTrue();
        } finally {
            logger.removeHandler(listener);
        }
        assertThat(progress.isUnsaved()).isFalse();
        assertThat(told).hasSize(2);
    }

    private static Handler listener(List<String> told) {
        return new Handler() {
            @Override
            public void publish(LogRecord message) {
                told.add(message.getLevel().getName());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
