package dev.logbell.collector.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.collector.source.SourceStatus.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which files are rotated, while the collector runs and across its death. */
class RotationTest {
    private static final Duration A_SECOND = Duration.ofMillis(1100);

    @TempDir
    Path folder;

    private Path log;
    private Collecting collecting;

    @BeforeEach
    void makeFolder() throws IOException {
        log = Files.createDirectories(folder.resolve("logs")).resolve("app.log");
    }

    /** When the collector dies, if it does: before what was written is read, after the copy, after the truncation. */
    @ParameterizedTest
    @CsvSource({
        "app.log, never", "app.log, before", "app.log, between", "app.log, after",
        "app.log*, never", "app.log*, before", "app.log*, between", "app.log*, after"
    })
    void readsFromTheCopyWhatWasNotReadBeforeTheTruncation(String glob, String death) throws IOException {
        follow(glob);
        append("one\ntwo\n");
        collecting.settle();
        collecting.save();
        append("three\n");
        dieIf(death, "before");
        FileTimes.awaitNext(folder);
        Files.copy(log, beside("app.log.1"));
        dieIf(death, "between");
        Files.write(log, new byte[0], TRUNCATE_EXISTING);
        dieIf(death, "after");
        append("four and a good deal more than there was\n");
        collecting.settle();
        assertThat(collecting.all().lines())
                .containsExactlyInAnyOrder("one", "two", "three", "four and a good deal more than there was");
        append("five\n");
        collecting.settle();
        assertThat(collecting.all().lines()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.log", "app.log*"})
    void readsNoCopyThatIsMadeWhileTheCollectorLooks(String glob) throws IOException {
        follow(glob);
        append("one\ntwo\nthree\n");
        collecting.settle();
        FileTimes.awaitNext(folder);
        for (String part : List.of("", "one\n", "two\nth", "ree\n")) {
            Files.writeString(beside("app.log.1"), part, CREATE, APPEND);
            collecting.pass(A_SECOND);
        }
        append("between\n");
        collecting.settle();
        Files.write(log, new byte[0], TRUNCATE_EXISTING);
        append("four\n");
        collecting.settle();
        collecting.save();
        collecting.crash();
        append("five\n");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\nthree\nbetween\nfour\nfive\n");
    }

    @Test
    void readsCopiesOfGenerationsThatItNeverSaw() throws IOException {
        follow("app.log");
        append("one\n");
        collecting.settle();
        for (String line : List.of("two\n", "three\n")) {
            append(line);
            if (Files.exists(beside("app.log.1"))) {
                Files.move(beside("app.log.1"), beside("app.log.2"));
            }
            FileTimes.awaitNext(folder);
            Files.copy(log, beside("app.log.1"));
            Files.write(log, new byte[0], TRUNCATE_EXISTING);
        }
        append("four\n");
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void readsFilesOfTheirOwnThatBeginAlike() throws IOException {
        follow("app.log*");
        append("starting\n");
        rename("app.log", "app.log.1");
        append("starting\n");
        rename("app.log.1", "app.log.2");
        rename("app.log", "app.log.1");
        append("starting\nready\n");
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("starting", "starting", "starting", "ready");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void skipsTheHoleOfAWriterThatKeepsItsPosition(boolean isSeenEmpty) throws IOException {
        follow("app.log");
        append("one\ntwo\n");
        collecting.settle();
        try (FileChannel writer = FileChannel.open(log, WRITE)) {
            writer.truncate(0);
            if (isSeenEmpty) {
                collecting.settle();
            }
            writer.write(ByteBuffer.wrap("three\n".getBytes(UTF_8)), 100_000);
        }
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\nthree\n");
    }

    @ParameterizedTest
    @CsvSource({"one\\ntwo\\n, one\\ntwo\\nthree\\n", "one\\ntwo\\n, three\\n", "one\\n, two and more\\n"})
    void noticesATruncationByTheBytes(String before, String after) throws IOException {
        String banner = "x".repeat(3000) + "\n";
        follow("app.log");
        append(banner + before.replace("\\n", "\n"));
        collecting.settle();
        Files.writeString(log, "", TRUNCATE_EXISTING);
        collecting.pass(A_SECOND);
        append(banner + after.replace("\\n", "\n"));
        collecting.settle();
        assertThat(collecting.all())
                .isEqualTo(banner + before.replace("\\n", "\n") + banner + after.replace("\\n", "\n"));
    }

    @Test
    void readsAFileOfOneByte() throws IOException {
        follow("app.log");
        append("1");
        collecting.settle();
        collecting.save();
        collecting.crash();
        append("2\n");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("12\n");
        assertThat(collecting.sources()).hasSize(1);
    }

    @Test
    void keepsALineThatIsCutByARestartWhole() throws IOException {
        follow("app.log");
        append("one\nhal");
        collecting.turn();
        collecting.pass(Duration.ofMillis(500));
        collecting.save();
        collecting.crash();
        collecting.turn();
        collecting.pass(Duration.ofMillis(500));
        append("f\n");
        collecting.settle();
        assertThat(collecting.texts()).contains("half\n");
    }

    @Test
    void followsASymbolicLinkThatIsRetargeted() throws IOException {
        Path first = Files.writeString(beside("app-1.txt"), "one\n");
        Path second = Files.writeString(beside("app-2.txt"), "two\n");
        Files.createSymbolicLink(log, first);
        follow("app.log");
        Files.writeString(first, "last\n", APPEND);
        Files.delete(log);
        Files.createSymbolicLink(log, second);
        collecting.settle();
        Files.writeString(second, "three\n", APPEND);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\nlast\ntwo\nthree\n");
    }

    @Test
    void readsAFileOnceWhateverLeadsToIt() throws IOException {
        append("one\n");
        Files.createLink(beside("hard.log"), log);
        Files.createSymbolicLink(beside("soft.log"), log);
        Files.createSymbolicLink(folder.resolve("again"), log.getParent());
        collecting = Collecting.of(folder.resolve("home"), folder + "/**/*.log");
        collecting.settle();
        Files.delete(log);
        Files.writeString(beside("hard.log"), "two\n", APPEND);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\n");
    }

    @Test
    void goesOnWhenTheFolderIsRenamedAndMadeAnew() throws IOException {
        follow("app.log");
        append("one\n");
        collecting.settle();
        Path old = folder.resolve("logs-old");
        Files.move(log.getParent(), old);
        Files.createDirectory(log.getParent());
        Files.writeString(old.resolve("app.log"), "two\n", APPEND);
        append("three\n");
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void knowsFilesAgainWhoseFolderWasRenamed() throws IOException {
        append("one\n");
        collecting = Collecting.of(folder.resolve("home"), folder + "/logs*/*.log");
        collecting.settle();
        collecting.save();
        Files.move(log.getParent(), folder.resolve("logs-new"));
        Files.writeString(folder.resolve("logs-new/app.log"), "two\n", APPEND);
        collecting.settle();
        collecting.save();
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\n");
        assertThat(collecting.sources()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsAFileThatReplacesAnotherAcrossARestart(boolean isKilled) throws IOException {
        follow("app.log");
        append("one\n");
        collecting.settle();
        collecting.save();
        Files.writeString(beside("draft"), "one\ntwo\n");
        Files.move(beside("draft"), log, StandardCopyOption.ATOMIC_MOVE);
        if (isKilled) {
            collecting.crash();
        }
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\none\ntwo\n");
    }

    /** As file systems do that give the lowest free inode to the next file; whether the file was written to again or not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsAMissedGenerationThatGotTheInodeOfADeletedFile(boolean isWrittenAgain) throws IOException {
        Path other = Files.createDirectories(folder.resolve("others")).resolve("app.log");
        collecting = Collecting.of(folder.resolve("home"), log.toString(), other.toString());
        append("one\n");
        Files.writeString(other, "a\n");
        rest();
        collecting.save();
        collecting.stop();
        FileKey freed = FileSight.of(other).orElseThrow().key();
        FileTimes.awaitSurelyNext(folder);
        rename("app.log", "app.log.2");
        Files.delete(other);
        createWithInode(freed);
        append("two\n");
        if (isWrittenAgain) {
            FileTimes.awaitSurelyNext(folder);
            append("three\n");
        }
        rename("app.log", "app.log.1");
        append("four\n");
        collecting.restart();
        collecting.settle();
        assertThat(collecting.all().lines())
                .containsExactlyInAnyOrderElementsOf(
                        isWrittenAgain
                                ? List.of("one", "a", "two", "three", "four")
                                : List.of("one", "a", "two", "four"));
    }

    private void createWithInode(FileKey wanted) throws IOException {
        for (int i = 0; i < 1000; i++) {
            Path draft = Files.createFile(beside("draft" + i));
            if (FileSight.of(draft).orElseThrow().key().equals(wanted)) {
                Files.move(draft, log);
                return;
            }
        }
    }

    @Test
    void waitsForAFileThatMayNotBeReadAndKeepsNoOtherBack() throws IOException {
        collecting = Collecting.of(folder.resolve("home"), folder + "/logs/*.log");
        append("one\n");
        Files.writeString(beside("other.log"), "other\n");
        collecting.refused.add(log);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("other\n");
        collecting.refused.clear();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("other\none\n");
    }

    @Test
    void goesOnInAFileThatCouldNotBeOpenedForAWhile() throws IOException {
        follow("app.log");
        append("one\n");
        rest();
        collecting.pass(Duration.ofMinutes(6));
        collecting.refused.add(log);
        append("two\n");
        collecting.settle();
        assertThat(collecting.statuses()).extracting(SourceStatus::state).containsExactly(State.FAILING);
        collecting.refused.clear();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\n");
        assertThat(collecting.statuses()).extracting(SourceStatus::state).containsExactly(State.FOLLOWING);
    }

    @Test
    void letsNewFilesWaitWhileCheckpointsCannotBeWritten() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("home/checkpoints.journal.new"));
        follow("app.log");
        append("one\n");
        collecting.settle();
        assertThat(collecting.chunks).isEmpty();
        Files.delete(inTheWay);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\n");
    }

    @Test
    void readsMoreFilesThanMayBeOpenAtOnce() throws IOException {
        collecting = Collecting.of(folder.resolve("home"), folder + "/logs/*.log");
        collecting.maxOpenFiles = 10;
        collecting.crash();
        StringBuilder expected = new StringBuilder();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 40; i++) {
                String line = "%d of %d%n".formatted(round, i);
                Files.writeString(beside("app%d.log".formatted(i)), line, CREATE, APPEND);
                expected.append(line);
            }
            collecting.settle();
            assertThat(collecting.openFiles()).isLessThanOrEqualTo(10);
        }
        assertThat(collecting.all().lines())
                .containsExactlyInAnyOrderElementsOf(expected.toString().lines().toList());
    }

    @Test
    void followsAnOldFileFromItsEnd() throws IOException {
        append("old\n");
        Files.setLastModifiedTime(log, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        Files.writeString(beside("new.log"), "new\n");
        collecting = Collecting.of(folder.resolve("home"), folder + "/logs/*.log");
        collecting.ignoreOlder = Duration.ofDays(2);
        collecting.crash();
        collecting.settle();
        append("one\n");
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("new", "one");
    }

    @Test
    void followsWhatIsThereAtTheFirstStartFromItsEndIfToldSo() throws IOException {
        append("old\n");
        collecting = Collecting.of(folder.resolve("home"), folder + "/logs/*.log");
        collecting.fromEnd = true;
        collecting.crash();
        collecting.settle();
        append("one\n");
        Files.writeString(beside("later.log"), "two\n");
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void seesNewFilesAndLinesWithinASecondWhenTheSystemTellsNothing() throws IOException {
        follow("**/*.log");
        Files.createDirectories(beside("a/b"));
        Files.writeString(beside("a/b/new.log"), "{\"m\":1}\n");
        collecting.pass(Duration.ofSeconds(1));
        assertThat(collecting.all()).isEqualTo("{\"m\":1}\n");
        Files.writeString(beside("a/b/new.log"), "{\"m\":2}\n", APPEND);
        collecting.pass(Duration.ofSeconds(1));
        assertThat(collecting.all()).isEqualTo("{\"m\":1}\n{\"m\":2}\n");
    }

    @Test
    void takesTheSystemsWordForWhatChanges() throws IOException {
        collecting = Collecting.of(folder.resolve("home"), folder + "/logs/*.log");
        collecting.isWatched = true;
        collecting.crash();
        collecting.settle();
        append("{\"m\":1}\n");
        collecting.hears(log);
        collecting.turn();
        append("{\"m\":2}\n");
        collecting.hearsOfChange(log);
        collecting.turn();
        assertThat(collecting.all()).isEqualTo("{\"m\":1}\n{\"m\":2}\n");
        rename("app.log", "app.log.1");
        Files.writeString(beside("app.log.1"), "{\"m\":3}\n", APPEND);
        append("{\"m\":4}\n");
        collecting.hears(log);
        collecting.hears(beside("app.log.1"));
        collecting.settle();
        assertThat(collecting.all().lines())
                .containsExactlyInAnyOrder("{\"m\":1}", "{\"m\":2}", "{\"m\":3}", "{\"m\":4}");
        assertThat(collecting.sources()).hasSize(2);
    }

    @Test
    void readsAtOnceWhatTheSystemTellsBehindASwitchedSymbolicLink() throws IOException {
        Path link = beside("current");
        Files.writeString(beside("app-1"), "{\"m\":1}\n");
        Files.createSymbolicLink(link, beside("app-1"));
        collecting = Collecting.of(folder.resolve("home"), link.toString());
        collecting.isWatched = true;
        collecting.crash();
        collecting.settle();
        Path target = Files.writeString(beside("app-2"), "{\"m\":2}\n").toRealPath();
        Files.delete(link);
        Files.createSymbolicLink(link, target);
        collecting.hears(link);
        collecting.settle();
        Files.writeString(target, "{\"m\":3}\n", APPEND);
        collecting.hearsOfChange(target);
        collecting.turn();
        assertThat(collecting.all()).isEqualTo("{\"m\":1}\n{\"m\":2}\n{\"m\":3}\n");
    }

    @Test
    void hasNoTroubleWithAnIdleFileThatIsDeleted() throws IOException {
        follow("app.log");
        append("one\n");
        rest();
        collecting.pass(Duration.ofMinutes(6));
        assertThat(collecting.openFiles()).isZero();
        Files.delete(log);
        collecting.settle();
        assertThat(collecting.statuses()).extracting(SourceStatus::state).containsExactly(State.ROTATED);
    }

    private void follow(String glob) {
        collecting = Collecting.of(folder.resolve("home"), log.getParent() + "/" + glob);
        collecting.settle();
    }

    /** Has everything looked at so long after it was written that its time of change says so. */
    private void rest() throws IOException {
        FileTimes.awaitSurelyNext(folder);
        collecting.settle();
    }

    private void dieIf(String death, String now) {
        if (death.equals(now)) {
            collecting.crash();
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, CREATE, APPEND);
    }

    private void rename(String from, String to) throws IOException {
        Files.move(beside(from), beside(to));
    }

    private Path beside(String name) {
        return log.resolveSibling(name);
    }
}
