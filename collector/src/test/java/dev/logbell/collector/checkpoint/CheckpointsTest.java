package dev.logbell.collector.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {
    private static final Checkpoint ONE = new Checkpoint(
            "file:web-1:1:2:x",
            "/var/log/app.log",
            new FileKey(1, 2),
            new Fingerprint(5, 77),
            42,
            new Fingerprint(3, -9),
            Instant.parse("2025-11-05T12:00:00.123456789Z"));

    @TempDir
    Path folder;

    @Test
    void readsWhatWasSaved() {
        Checkpoints before = new Checkpoints(folder.resolve("new"));
        assertThat(before.isFirstStart()).isTrue();
        before.put(ONE);
        assertThat(before.save()).isTrue();
        Checkpoints after = new Checkpoints(folder.resolve("new"));
        assertThat(after.isFirstStart()).isFalse();
        assertThat(after.all()).containsExactly(ONE);
    }

    @Test
    void keepsTheOldOnesWhenACrashLeftAHalfWrittenDraft() throws IOException {
        Checkpoints before = new Checkpoints(folder);
        before.put(ONE);
        before.save();
        Files.writeString(folder.resolve("checkpoint.json.new"), "{\"version\":1,\"fil");
        assertThat(new Checkpoints(folder).all()).containsExactly(ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{\"version\":1}",
                "\0\0\0\0",
                "{\"version\":1,\"files\":[{\"offset\":-1}]}"
            })
    void refusesADamagedFileAndSaysWhatToDo(String content) throws IOException {
        Path file = folder.resolve("checkpoint.json");
        Files.writeString(file, content);
        assertThatThrownBy(() -> new Checkpoints(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        file + ", which says how far each file was read, cannot be used: it is damaged. Put back a"
                                + " copy of it from a backup, or delete it to read every file again from collector.read-from on");
    }

    @Test
    void refusesALaterVersion() throws IOException {
        Files.writeString(folder.resolve("checkpoint.json"), "{\"version\":9,\"files\":[]}");
        assertThatThrownBy(() -> new Checkpoints(folder))
                .hasMessageContaining("its version is 9, this Logbell knows 1");
    }

    @Test
    void goesOnWhenTheDiskRefusesAndTriesAgain() throws IOException {
        Path home = folder.resolve("home");
        Checkpoints checkpoints = new Checkpoints(home);
        checkpoints.put(ONE);
        Files.createDirectory(home.resolve("checkpoint.json.new"));
        assertThat(checkpoints.save()).isFalse();
        assertThat(checkpoints.problem())
                .contains("checkpoint.json cannot be written")
                .contains("free space");
        assertThat(checkpoints.isChanged()).isTrue();
        Files.delete(home.resolve("checkpoint.json.new"));
        assertThat(checkpoints.save()).isTrue();
        assertThat(checkpoints.problem()).isNull();
    }

    @Test
    void holdsAFolderForOneAlone() {
        FolderLock first = new FolderLock(folder);
        assertThatThrownBy(() -> new FolderLock(folder))
                .hasMessage("another collector works in " + folder
                        + ": stop it, or set LOGBELL_DATA to a folder of this one's own");
        first.close();
        new FolderLock(folder).close();
    }
}
