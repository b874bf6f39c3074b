package dev.logbell.collector.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.source.SourceStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFollowerTest {
    @TempDir
    Path folder;

    private Path log;
    private Collecting collecting;

    @BeforeEach
    void follow() {
        log = folder.resolve("logs/app.log");
        log.getParent().toFile().mkdirs();
        collecting = Collecting.of(folder.resolve("home"), log.toString());
    }

    @Test
    void readsAFileFromItsBeginning() throws IOException {
        append("one\ntwo\n");
        collecting.settle();
        assertThat(collecting.texts()).containsExactly("one\n", "two\n");
        assertThat(collecting.chunks.getFirst().source().resource())
                .containsEntry("log.file.path", log.toString())
                .containsEntry("host.name", "web-1");
        assertThat(collecting.sources().getFirst()).startsWith("file:web-1:");
    }

    @Test
    void goesOnAfterARestartWhereWhatLeftWasMasked() throws IOException {
        collecting.edge = chunk -> {
            Arrays.fill(chunk.bytes(), 0, chunk.bytes().length - 1, (byte) '*');
            return chunk;
        };
        append("one\ntwo\n");
        collecting.settle();
        collecting.save();
        collecting.crash();
        append("three\n");
        collecting.settle();
        assertThat(collecting.sources()).hasSize(1);
        assertThat(collecting.all()).isEqualTo("***\n***\n*****\n");
    }

    @Test
    void followsAFileThatAppearsLater() throws IOException {
        collecting.settle();
        append("late\n");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("late\n");
    }

    @Test
    void goesOnAfterCopyTruncateWhenTheGlobTakesTheCopyToo() throws IOException {
        collecting = Collecting.of(folder.resolve("home-too"), log + "*");
        append("one\ntwo\n");
        collecting.settle();
        Files.copy(log, folder.resolve("logs/app.log.1"));
        Files.write(log, new byte[0], TRUNCATE_EXISTING);
        collecting.settle();
        append("three\n");
        collecting.settle();
        assertThat(collecting.all()).startsWith("one\ntwo\n").contains("three\n");
        assertThat(collecting.statuses()).extracting(SourceStatus::problem).containsOnlyNulls();
    }

    @Test
    void sendsTheLastLineAfterTheQuietTime() throws IOException {
        append("one\ntwo\n");
        collecting.turn();
        assertThat(collecting.texts()).containsExactly("one\n");
        collecting.pass(Duration.ofMillis(19));
        assertThat(collecting.texts()).containsExactly("one\n");
        collecting.pass(Duration.ofMillis(1));
        assertThat(collecting.texts()).containsExactly("one\n", "two\n");
    }

    @Test
    void waitsOverACrashForAMissedGenerationThatMayNotBeOpened() throws IOException {
        append("one\n");
        collecting.settle();
        Files.move(log, folder.resolve("logs/app.log.2"));
        append("two\n");
        Files.move(log, folder.resolve("logs/app.log.1"));
        append("three\n");
        collecting.refused.add(folder.resolve("logs/app.log.1"));
        collecting.settle();
        collecting.save();
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\nthree\n");
        collecting.refused.clear();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\nthree\ntwo\n");
    }

    @Test
    void readsAgainWhatFailsBeforeItHasLeft() throws IOException {
        AtomicInteger failures = new AtomicInteger(1);
        collecting.edge = chunk -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("no edge");
            }
            return chunk;
        };
        append("one\ntwo\n");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\n");
    }

    @Test
    void holdsTheLastEventForLongerOnceItHasSeveralLines() throws IOException {
        append("one\nERROR two\n\tat Shop.buy(Shop.java:3)\n");
        collecting.turn();
        collecting.pass(Duration.ofMillis(79));
        assertThat(collecting.texts()).containsExactly("one\n");
        collecting.pass(Duration.ofMillis(1));
        assertThat(collecting.texts()).containsExactly("one\n", "ERROR two\n\tat Shop.buy(Shop.java:3)\n");
    }

    @Test
    void sendsAJsonLineAtOnce() throws IOException {
        append("{\"message\":\"now\"}\n");
        collecting.turn();
        assertThat(collecting.texts()).containsExactly("{\"message\":\"now\"}\n");
    }

    @Test
    void sendsAnUnfinishedLineAfterASecond() throws IOException {
        append("half");
        collecting.turn();
        collecting.pass(Duration.ofMillis(999));
        assertThat(collecting.texts()).isEmpty();
        collecting.pass(Duration.ofMillis(1));
        assertThat(collecting.texts()).containsExactly("half");
    }

    @Test
    void readsOnWhereARenamedFileWasLeft() throws IOException {
        append("one\n");
        collecting.settle();
        append("two\n");
        Files.move(log, folder.resolve("logs/app.log.1"));
        append("three\n");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\nthree\n");
        assertThat(collecting.sources()).hasSize(2);
    }

    @Test
    void findsARenamedFileAgainAfterARestart() throws IOException {
        append("one\n");
        collecting.settle();
        collecting.save();
        append("two\n");
        Files.move(log, folder.resolve("logs/app.log.1"));
        append("three\n");
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\nthree\n");
        assertThat(collecting.sources()).hasSize(2);
    }

    @Test
    void readsFilesThatWereRotatedAwayBeforeAnybodyLooked() throws IOException {
        append("one\n");
        collecting.settle();
        for (String line : new String[] {"two\n", "three\n", "four\n"}) {
            for (int i = 5; i >= 1; i--) {
                Path older = folder.resolve("logs/app.log." + i);
                if (Files.exists(older)) {
                    Files.move(older, folder.resolve("logs/app.log." + (i + 1)));
                }
            }
            Files.move(log, folder.resolve("logs/app.log.1"));
            append(line);
        }
        collecting.settle();
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void beginsAnewInATruncatedFile() throws IOException {
        append("one\ntwo\n");
        collecting.settle();
        Files.writeString(log, "three\n", TRUNCATE_EXISTING);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\nthree\n");
        assertThat(collecting.sources()).hasSize(2);
    }

    @Test
    void noticesATruncatedFileThatHasGrownPastItsOldSize() throws IOException {
        append("one\n");
        collecting.settle();
        Files.writeString(log, "longer than it was\n", TRUNCATE_EXISTING);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\nlonger than it was\n");
    }

    @Test
    void noticesATruncatedFileThatStartsWithTheSameLines() throws IOException {
        String banner = "x".repeat(2000) + "\n";
        append(banner + "one\n");
        collecting.settle();
        Files.writeString(log, banner + "two and a good deal more\n", TRUNCATE_EXISTING);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo(banner + "one\n" + banner + "two and a good deal more\n");
    }

    @Test
    void noticesATruncationAcrossARestart() throws IOException {
        append("one\n");
        collecting.settle();
        collecting.save();
        Files.writeString(log, "another\n", TRUNCATE_EXISTING);
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\nanother\n");
    }

    @Test
    void skipsTheHoleBeforeAWriterThatKeptItsPosition() throws IOException {
        append("one\ntwo\n");
        collecting.settle();
        try (FileChannel writer = FileChannel.open(log, StandardOpenOption.WRITE)) {
            writer.truncate(0);
            writer.write(ByteBuffer.wrap("three\n".getBytes(UTF_8)), 8);
        }
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void readsADeletedFileToItsEnd() throws IOException {
        append("one\n");
        collecting.settle();
        try (FileChannel writer = FileChannel.open(log, APPEND)) {
            Files.delete(log);
            writer.write(ByteBuffer.wrap("two\n".getBytes(UTF_8)));
            collecting.settle();
        }
        assertThat(collecting.all()).isEqualTo("one\ntwo\n");
        collecting.pass(Duration.ofSeconds(90));
        assertThat(collecting.statuses()).isEmpty();
    }

    @Test
    void readsAFileThatReplacesAnother() throws IOException {
        append("one\n");
        collecting.settle();
        Path beside = folder.resolve("logs/other");
        Files.writeString(beside, "two\n");
        Files.move(beside, log, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\n");
    }

    @Test
    void readsLinkedFilesOnce() throws IOException {
        append("one\n");
        Files.createLink(folder.resolve("logs/hard.log"), log);
        Files.createSymbolicLink(folder.resolve("logs/soft.log"), log);
        collecting = Collecting.of(folder.resolve("home"), folder + "/logs/*.log");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\n");
    }

    @Test
    void cutsALongEventAndMarksIt() throws IOException {
        collecting = new Collecting(
                folder.resolve("home"),
                new ReadingLimits(100, 50, Duration.ofMillis(20), Duration.ofSeconds(1)),
                log.toString());
        append("short\n" + "x".repeat(250) + "\nend\n");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("short\n" + "x".repeat(250) + "\nend\n");
        assertThat(collecting.chunks.stream().map(chunk -> chunk.bytes().length + (chunk.continues() ? "+" : "")))
                .containsExactly("6", "100+", "100+", "51", "4");
    }

    @Test
    void sendsEverythingAgainFromTheFirstChunkThatWasRefused() throws IOException {
        collecting = new Collecting(
                folder.resolve("home"),
                new ReadingLimits(100, 4, Duration.ofMillis(20), Duration.ofSeconds(1)),
                log.toString());
        append("one\n");
        collecting.settle();
        collecting.answers = false;
        append("two\nsix\nten\n");
        collecting.settle();
        assertThat(collecting.waiting).hasSize(3);
        collecting.waiting.remove().refuse(new IOException("away"));
        collecting.waiting.remove().acknowledge();
        collecting.turn();
        collecting.pass(Duration.ofSeconds(1));
        assertThat(collecting.waiting).hasSize(1);
        collecting.waiting.remove().acknowledge();
        collecting.answers = true;
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\nsix\nten\n");
    }

    @Test
    void goesOnAtTheCheckpointAfterACrash() throws IOException {
        append("one\n");
        collecting.settle();
        collecting.save();
        append("two\n");
        collecting.settle();
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\n");
        assertThat(collecting.sources()).hasSize(1);
    }

    @Test
    void servesThoseThatWaitForRoomInTheirOrderAsItComes() throws IOException {
        followOneChunkAtATime();
        for (int i = 0; i < 10; i++) {
            Files.writeString(log.resolveSibling("many%d.txt".formatted(9 - i)), i + "\n");
            collecting.settle();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(collecting.waiting).hasSize(1);
            collecting.keep(collecting.waiting.remove()).acknowledge();
            collecting.turn();
        }
        assertThat(collecting.texts())
                .containsExactly("0\n", "1\n", "2\n", "3\n", "4\n", "5\n", "6\n", "7\n", "8\n", "9\n");
    }

    @Test
    void restsWhileOthersHaveTheRoomForALineThatWasHeld() throws IOException {
        followOneChunkAtATime();
        Files.writeString(log.resolveSibling("many1.txt"), "one\n");
        Files.writeString(log.resolveSibling("many2.txt"), "two\n");
        restUntilAnswered();
        assertThat(collecting.texts()).containsExactlyInAnyOrder("one\n", "two\n");
    }

    @Test
    void restsWhileItsOwnChunksHaveTheRoomForALineThatWasHeld() throws IOException {
        append("one\n");
        collecting.settle();
        collecting.answers = false;
        append("two\n");
        restAWhile();
        append("longer than what was taken before\n");
        restUntilAnswered();
        assertThat(collecting.texts()).containsExactly("one\n", "two\n", "longer than what was taken before\n");
    }

    @Test
    void sendsAgainWhatWasRefusedWhenItsTurnForRoomHasCome() throws IOException {
        followOneChunkAtATime();
        Path two = log.resolveSibling("many2.txt");
        for (String number : List.of("1", "2", "3")) {
            Files.writeString(log.resolveSibling("many%s.txt".formatted(number)), number + "\n");
            collecting.settle();
        }
        collecting.waiting.remove().refuse(new IOException("no"));
        collecting.turn();
        collecting.settle();
        assertThat(collecting.rest).isPositive();
        Files.writeString(two, "later\n", APPEND);
        for (int i = 0; i < 4; i++) {
            collecting.settle();
            collecting.keep(collecting.waiting.remove()).acknowledge();
            collecting.turn();
        }
        assertThat(collecting.texts()).containsExactly("2\n", "3\n", "1\n", "later\n");
    }

    @Test
    void restsBeforeItTriesAgainAFileThatCannotBeReadAndHoldsALine() throws IOException {
        collecting.stop();
        collecting.maxOpenFiles = 1;
        collecting.restart(log.getParent() + "/*");
        append("one\n");
        collecting.turn();
        Files.writeString(log.resolveSibling("other.log"), "two\n");
        append("two\n");
        collecting.pass(Duration.ofMillis(1100));
        collecting.refused.add(log);
        collecting.pass(Duration.ofMillis(30));
        assertThat(collecting.statuses()).extracting(SourceStatus::problem).anyMatch(Objects::nonNull);
        assertThat(collecting.rest).isPositive();
    }

    /** Nothing is answered. */
    private void followOneChunkAtATime() {
        collecting = Collecting.of(folder.resolve("other"), log.getParent() + "/many*.txt");
        collecting.room = 1;
        collecting.crash();
        collecting.answers = false;
    }

    private void restUntilAnswered() throws IOException {
        restAWhile();
        assertThat(collecting.waiting).hasSize(1);
        assertThat(collecting.rest).isPositive();
        collecting.answers = true;
        collecting.accept();
        collecting.turn();
    }

    /** A line is held until then, and not after. */
    private void restAWhile() {
        collecting.pass(Duration.ofMillis(1100));
        for (int i = 0; i < 10; i++) {
            collecting.pass(Duration.ofMillis(30));
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, CREATE, APPEND);
    }
}
