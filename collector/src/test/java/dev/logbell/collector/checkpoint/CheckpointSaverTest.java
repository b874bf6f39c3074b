package dev.logbell.collector.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSaverTest {
    private static final Checkpoint ONE = new Checkpoint(
            "file:web-1:1:2:x",
            "/var/log/app.log",
            null,
            new FileKey(1, 2),
            null,
            Fingerprint.NONE,
            0,
            Fingerprint.NONE,
            Instant.parse("2025-11-05T12:00:01Z"));

    @TempDir
    Path folder;

    @Test
    void savesWhatHasChangedBeforeAndSinceItsStart() {
        Checkpoints checkpoints = new Checkpoints(folder);
        checkpoints.put(ONE);
        try (CheckpointSaver saver = new CheckpointSaver(checkpoints)) {
            saver.start();
            await().until(() -> !checkpoints.isChanged());
            checkpoints.remove(ONE.source());
            await().until(() -> !checkpoints.isChanged());
        }
        assertThat(new Checkpoints(folder).all()).isEmpty();
    }

    @Test
    void triesAgainUntilTheDiskTakesIt() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder);
        Files.createDirectory(folder.resolve("checkpoints.journal.new"));
        try (CheckpointSaver saver = new CheckpointSaver(checkpoints)) {
            saver.start();
            checkpoints.put(ONE);
            await().until(() -> checkpoints.problem() != null);
            Files.delete(folder.resolve("checkpoints.journal.new"));
            await().until(() -> !checkpoints.isChanged() && checkpoints.problem() == null);
        }
        assertThat(new Checkpoints(folder).all()).containsExactly(ONE);
    }
}
