package dev.logbell.collector.source.file;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredecessorsTest {
    @TempDir
    Path folder;

    private Path log;
    private Collecting collecting;

    @BeforeEach
    void makeFolder() throws IOException {
        log = Files.createDirectories(folder.resolve("logs")).resolve("app.log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.log", "*.log", "app.log*"})
    void readsABrandNewFileThatWasRenamedSeveralTimesBeforeAnybodyLooked(String glob) throws IOException {
        follow(glob);
        append("one\n");
        rotate();
        append("two\n");
        rotate();
        append("three\n");
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two", "three");
        append("four\n");
        rotate();
        rotate();
        append("five\n");
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two", "three", "four", "five");
    }

    @Test
    void readsABrandNewFileThatWasRenamedAndHasNoSuccessor() throws IOException {
        follow("app.log");
        append("one\n");
        rotate();
        collecting.hears(log);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\n");
    }

    @Test
    void leavesAloneWhatWasRotatedAwayBeforeTheFirstStart() throws IOException {
        append("old\n");
        rotate();
        append("older still followed\n");
        FileTimes.awaitSurelyNext(folder);
        follow("app.log");
        append("one\n");
        rotate();
        append("two\n");
        collecting.settle();
        collecting.save();
        collecting.crash();
        append("three\n");
        rotate();
        append("four\n");
        collecting.settle();
        assertThat(collecting.all().lines())
                .containsExactlyInAnyOrder("older still followed", "one", "two", "three", "four");
    }

    @Test
    void readsNewFilesThatCameAndWereRenamedWhileItWasStopped() throws IOException {
        append("old\n");
        rotate();
        FileTimes.awaitSurelyNext(folder);
        follow("*.log");
        Files.writeString(log.resolveSibling("other.log"), "other\n");
        collecting.settle();
        collecting.save();
        FileTimes.awaitSurelyNext(folder);
        append("one\n");
        rotate();
        append("two\n");
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("other", "one", "two");
    }

    @Test
    void readsWhatWasRotatedWhileItWasStoppedWhenTheFollowedFileIsGone() throws IOException {
        append("one\n");
        follow("app.log");
        collecting.settle();
        collecting.save();
        FileTimes.awaitSurelyNext(folder);
        Files.delete(log);
        append("two\n");
        rotate();
        append("three\n");
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void leavesAloneAnOldFileThatSomebodyPutsBack() throws IOException {
        follow("app.log");
        Path old = Files.writeString(log.resolveSibling("app.log.7"), "old\n");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(7))));
        append("one\n");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\n");
    }

    private void follow(String glob) {
        collecting =
                Collecting.of(folder.resolve("home"), log.resolveSibling(glob).toString());
        collecting.settle();
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, CREATE, APPEND);
    }

    private void rotate() throws IOException {
        for (int i = 9; i >= 1; i--) {
            Path older = log.resolveSibling("app.log." + i);
            if (Files.exists(older)) {
                Files.move(older, log.resolveSibling("app.log." + (i + 1)));
            }
        }
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling("app.log.1"));
        }
    }
}
