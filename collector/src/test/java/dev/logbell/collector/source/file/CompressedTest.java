package dev.logbell.collector.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rotated files are compressed at any moment, in the glob or out of it; each line arrives once. */
class CompressedTest {
    @TempDir
    Path folder;

    private Path log;
    private Path rotated;

    @BeforeEach
    void name() {
        log = folder.resolve("app.log");
        rotated = folder.resolve("app.log.1");
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void readsNothingAgainOfWhatWasRead(Compression compression) throws IOException {
        Collecting collecting = start("*");
        append("one\ntwo\n");
        collecting.settle();
        rotate();
        append("three\n");
        collecting.settle();
        compress(compression);
        collecting.settle();
        collecting.save();
        collecting.crash();
        append("four\n");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\nthree\nfour\n");
    }

    @ParameterizedTest
    @CsvSource({"*, GZIP", "*, ZSTD", "'', GZIP"})
    void readsTheRestOfWhatIsCompressedMeanwhile(String glob, Compression compression) throws IOException {
        Collecting collecting = start(glob);
        append("one\n");
        collecting.settle();
        append("two\n");
        rotate();
        compress(compression);
        append("three\n");
        collecting.settle();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\nthree\n");
    }

    @ParameterizedTest
    @CsvSource({"*, GZIP", "*, ZSTD", "'', GZIP", "'', ZSTD"})
    void goesOnInWhatWasCompressedWhileNobodyLooked(String glob, Compression compression) throws IOException {
        Collecting collecting = start(glob);
        append("one\n");
        collecting.settle();
        collecting.save();
        collecting.stop();
        append("two\n");
        rotate();
        compress(compression);
        append("three\n");
        collecting.restart();
        collecting.settle();
        collecting.save();
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\nthree\n");
        assertThat(collecting.sources()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"*, GZIP", "*, ZSTD", "'', GZIP", "'', ZSTD"})
    void readsAGenerationThatCameAndWasCompressedWhileNobodyLooked(String glob, Compression compression)
            throws IOException {
        Collecting collecting = start(glob);
        append("one\n");
        collecting.settle();
        collecting.save();
        collecting.stop();
        FileTimes.awaitSurelyNext(folder);
        rotate();
        compress(compression);
        for (Path former : rotatedOnce()) {
            Files.move(former, Path.of(former.toString().replace(".1.", ".2.")));
        }
        append("two\n");
        rotate();
        compress(compression);
        append("three\n");
        collecting.restart();
        collecting.settle();
        collecting.save();
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two", "three");
    }

    /** What cannot be opened yet is renamed once more before it can be. */
    @ParameterizedTest
    @CsvSource({"*, true", "'', true", "*, false", "'', false"})
    void readsOnceWhatIsRenamedAgainWhileItWaits(String glob, boolean isCompressed) throws IOException {
        Collecting collecting = start(glob);
        append("one\n");
        collecting.settle();
        collecting.save();
        collecting.stop();
        FileTimes.awaitSurelyNext(folder);
        Files.move(log, folder.resolve("app.log.2"));
        append("two\n");
        rotate();
        String ending = isCompressed ? ".gz" : "";
        if (isCompressed) {
            compress(Compression.GZIP);
        }
        append("three\n");
        Path waiting = folder.resolve("app.log.1" + ending);
        collecting.refused.add(waiting);
        collecting.restart();
        collecting.settle();
        Files.move(folder.resolve("app.log.2"), folder.resolve("app.log.3"));
        Files.move(waiting, folder.resolve("app.log.2" + ending));
        collecting.settle();
        collecting.save();
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two", "three");
    }

    @ParameterizedTest
    @CsvSource({"*, 5", "'', 5", "*, 300", "'', 300"})
    void readsNothingAgainAtAStartOfWhatWasCompressedBefore(String glob, int secondsBefore) throws IOException {
        Collecting collecting = start(glob);
        append("one\n");
        collecting.settle();
        rotate();
        append("two\n");
        collecting.settle();
        collecting.save();
        FileTimes.awaitSurelyNext(folder);
        compress(Compression.GZIP);
        FileTimes.awaitSurelyNext(folder);
        for (int passed = 0; passed < secondsBefore; passed += 5) {
            collecting.pass(Duration.ofSeconds(5));
        }
        collecting.save();
        collecting.stop();
        for (Path former : rotatedOnce()) {
            Files.move(former, folder.resolve("app.log.2.gz"));
        }
        rotate();
        append("three\n");
        collecting.restart();
        collecting.settle();
        assertThat(collecting.all().lines()).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void readsOnceWhatWasCompressedFromTheStart() throws IOException {
        append("one\ntwo\n");
        rotate();
        compress(Compression.GZIP);
        Collecting collecting = start("*");
        collecting.settle();
        collecting.save();
        collecting.crash();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\ntwo\n");
    }

    @Test
    void waitsUntilTheCopyIsComplete() throws IOException {
        Collecting collecting = start("*");
        append("one\n".repeat(1000));
        collecting.settle();
        rotate();
        byte[] compressed = DecompressedChannelTest.compress(Compression.GZIP, Files.readAllBytes(rotated));
        Path copy = folder.resolve("app.log.1.gz");
        for (int part = 0; part < 4; part++) {
            Files.write(copy, Arrays.copyOf(compressed, compressed.length * part / 4));
            collecting.settle();
        }
        Files.write(copy, compressed);
        Files.delete(rotated);
        collecting.settle();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one\n".repeat(1000));
    }

    private Collecting start(String after) {
        return Collecting.of(folder.resolve("home"), log + after);
    }

    private void rotate() throws IOException {
        Files.move(log, rotated);
    }

    private void compress(Compression compression) throws IOException {
        String ending = compression == Compression.GZIP ? ".gz" : ".zst";
        Files.write(
                folder.resolve("app.log.1" + ending),
                DecompressedChannelTest.compress(compression, Files.readAllBytes(rotated)));
        Files.delete(rotated);
    }

    private List<Path> rotatedOnce() {
        return FolderSearch.list(folder, name -> name.startsWith("app.log.1."));
    }

    private void append(String text) throws IOException {
        Files.write(log, text.getBytes(UTF_8), CREATE, APPEND);
    }
}
