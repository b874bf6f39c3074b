package dev.logbell.collector.source.file;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rotations by copying and truncating that nobody has seen as they happened. */
class CopiesTest {
    @TempDir
    Path folder;

    private Path log;
    private Collecting collecting;

    @BeforeEach
    void makeFolder() throws IOException {
        log = Files.createDirectories(folder.resolve("logs")).resolve("app.log");
    }

    /** The file has no bytes at either look, so that nothing about it says that there were any. */
    @ParameterizedTest
    @CsvSource({"app.log, false", "app.log, true", "app.log*, false", "app.log*, true"})
    void readsWhatCameAndWasCopiedAndTruncatedBetweenTwoLooks(String glob, boolean isWatched) throws IOException {
        Files.createFile(log);
        follow(glob, isWatched);
        append("one\n");
        copyAndTruncate("app.log.1");
        if (isWatched) {
            collecting.hears(beside("app.log.1"));
            collecting.hearsOfChange(log);
        }
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\n");
    }

    /** At the next start, the file itself is known and gives no reason to look beside it. */
    @Test
    void readsACopyThatNobodyHadLookedForBeforeACrash() throws IOException {
        Files.createFile(log);
        follow("app.log", true);
        FileTimes.awaitSurelyNext(folder);
        collecting.settle();
        append("one\n");
        copyAndTruncate("app.log.1");
        append("two\n");
        collecting.answers = false;
        collecting.hearsOfChange(log);
        collecting.turn();
        collecting.save();
        collecting.crash();
        collecting.answers = true;
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void knowsAGenerationAgainThatWasRenamedBeforeItWasSeenToHaveBegun() throws IOException {
        follow("app.log", false);
        append("one\n");
        collecting.answers = false;
        collecting.settle();
        FileTimes.awaitSurelyNext(folder); // by then it is no file that came while nobody looked
        collecting.settle();
        copyAndTruncate("app.log.2");
        append("two\n");
        Files.move(log, beside("app.log.1"));
        Files.createFile(log);
        collecting.hearsOfChange(log);
        collecting.turn();
        collecting.save();
        collecting.crash();
        collecting.answers = true;
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two");
    }

    /** The first bytes that are known of a small file are then more than its copy has. */
    @ParameterizedTest
    @CsvSource({"app.log, false", "app.log, true", "app.log*, false", "app.log*, true"})
    void readsACopyOnceThatHoldsLessThanTheOriginalDid(String glob, boolean isDead) throws IOException {
        follow(glob, false);
        append("one\n");
        collecting.settle();
        collecting.answers = false;
        append("two\n");
        FileTimes.awaitNext(folder);
        Files.copy(log, beside("app.log.1"));
        append("three, of which there is no copy\n");
        collecting.settle();
        collecting.save();
        if (isDead) {
            collecting.crash();
        }
        Files.write(log, new byte[0], TRUNCATE_EXISTING);
        collecting.answers = true;
        collecting.accept();
        collecting.settle();
        append("four\n");
        collecting.settle();
        assertThat(collecting.all().lines())
                .filteredOn(line -> !line.startsWith("three"))
                .containsExactly("one", "two", "four");
    }

    @ParameterizedTest
    @CsvSource({"app.log", "app.log*"})
    void readsACopyOnceWhoseOriginalWasRenamedWhileNothingCouldLeave(String glob) throws IOException {
        follow(glob, false);
        append("one\n");
        collecting.answers = false;
        collecting.settle();
        copyAndTruncate("app.log.2");
        append("two, and more\n");
        Files.move(log, beside("app.log.1"));
        Files.createFile(log);
        collecting.pass(Duration.ofMillis(1100));
        collecting.answers = true;
        collecting.accept();
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two, and more");
    }

    private void follow(String glob, boolean isWatched) {
        collecting = Collecting.of(folder.resolve("home"), log.getParent() + "/" + glob);
        collecting.isWatched = isWatched;
        collecting.crash();
        collecting.settle();
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, CREATE, APPEND);
    }

    private void copyAndTruncate(String copy) throws IOException {
        FileTimes.awaitNext(folder);
        Files.copy(log, beside(copy));
        Files.write(log, new byte[0], TRUNCATE_EXISTING);
    }

    private Path beside(String name) {
        return log.resolveSibling(name);
    }
}
