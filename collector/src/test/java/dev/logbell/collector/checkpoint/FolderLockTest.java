package dev.logbell.collector.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void letsASecondCollectorNotInUntilTheFirstHasLeft() {
        Path data = folder.resolve("collector");
        try (FolderLock _ = new FolderLock(data)) {
            assertThatThrownBy(() -> new FolderLock(data))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "another collector works in %s: stop it, or set LOGBELL_DATA to a folder of this one's own",
                            data);
        }
        assertThatCode(() -> new FolderLock(data).close()).doesNotThrowAnyException();
    }

    @Test
    void makesAFolderThatNobodyElseMayEnter() throws IOException {
        Path data = folder.resolve("data/collector");
        new FolderLock(data).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void saysWhatToDoWhenTheFolderCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        assertThatThrownBy(() -> new FolderLock(file.resolve("collector")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(file + "/collector/lock cannot be written (")
                .hasMessageEndingWith("): set LOGBELL_DATA to a folder where it can");
    }
}
