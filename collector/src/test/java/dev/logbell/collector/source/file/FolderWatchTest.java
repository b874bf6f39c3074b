package dev.logbell.collector.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
    @TempDir
    Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final FolderWatch watch = new FolderWatch(new FolderWatch.Listener() {
        @Override
        public void changed(Path file) {
            told.add("changed " + file);
        }

        @Override
        public void appearedOrLeft(Path file) {
            told.add("came or left " + file);
        }

        @Override
        public void missed() {
            told.add("missed");
        }
    });

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void tellsWhatComesAndChanges() throws Exception {
        assertThat(watch.watch(Set.of(folder)).isMore()).isTrue();
        Path file = Files.createFile(folder.resolve("app.log"));
        awaitTold("came or left " + file);
        Files.writeString(file, "one\n", StandardOpenOption.APPEND);
        awaitTold("changed " + file);
        assertThat(watch.watch(Set.of(folder)).isMore()).isFalse();
    }

    @Test
    void watchesTheFolderThatTookThePlaceOfAnother() throws Exception {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        watch.watch(Set.of(logs));
        Path old = Files.move(logs, folder.resolve("logs-old"));
        Files.createDirectory(logs);
        assertThat(watch.watch(Set.of(logs, old)).isMore()).isTrue();
        awaitTold("came or left " + Files.createFile(logs.resolve("new.log")));
        awaitTold("came or left " + Files.createFile(old.resolve("old.log")));
    }

    @Test
    void saysWhichFoldersItCannotWatch() throws IOException {
        Path gone = folder.resolve("gone");
        assertThat(watch.watch(Set.of(gone, folder)).reliable()).doesNotContain(gone);
        assertThat(watch.watch(Set.of(Path.of("/proc/self"))).reliable()).isEmpty();
    }

    private void awaitTold(String expected) throws InterruptedException {
        while (true) {
            String next = told.poll(30, TimeUnit.SECONDS);
            assertThat(next)
                    .as("told within 30 s, while waiting for %s", expected)
                    .isNotNull();
            if (expected.equals(next)) {
                return;
            }
        }
    }
}
