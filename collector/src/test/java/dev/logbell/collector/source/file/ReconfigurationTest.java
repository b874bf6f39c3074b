package dev.logbell.collector.source.file;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.source.SourceStatus;
import dev.logbell.log.LogChunk;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconfigurationTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @TempDir
    Path folder;

    private Path one;
    private Path other;

    @BeforeEach
    void name() {
        one = folder.resolve("one.log");
        other = folder.resolve("other.log");
    }

    @Test
    void goesOnWhereItIsInAFileThatStays() throws IOException {
        write(one, "a\n");
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        collecting.settle();
        collecting.answers = false;
        write(one, "b\n");
        collecting.settle();
        collecting.follow(folder + "/*.log");
        write(one, "c\n");
        collecting.settle();
        collecting.answers = true;
        collecting.accept();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("a\nb\nc\n");
        assertThat(collecting.sources()).hasSize(1);
    }

    @Test
    void readsWhatIsAddedFromItsBeginning() throws IOException {
        write(one, "a\n");
        write(other, "old\n");
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        collecting.settle();
        collecting.follow(one.toString(), other.toString());
        collecting.settle();
        write(other, "new\n");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("a\nold\nnew\n");
    }

    @Test
    void readsWhatIsAddedFromItsEndIfFilesAreToBe() throws IOException {
        write(one, "a\n");
        write(other, "old\n");
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        collecting.settle();
        collecting.fromEnd = true;
        collecting.follow(folder + "/*.log");
        collecting.settle();
        write(one, "b\n");
        write(other, "new\n");
        write(folder.resolve("later.log"), "all\n");
        collecting.settle();
        assertThat(collecting.texts()).containsExactlyInAnyOrder("a\n", "b\n", "new\n", "all\n");
    }

    @Test
    void leavesRotatedFilesAloneThatStoodBesideBefore() throws IOException {
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        collecting.settle();
        write(folder.resolve("other.log.1"), "of before\n");
        write(other, "a\n");
        collecting.follow(other.toString());
        collecting.settle();
        Files.move(other, folder.resolve("other.log.2"));
        write(other, "b\n");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("a\nb\n");
    }

    @Test
    void stopsReadingWhatIsTakenAwayAndGoesOnThereWhenItComesBack() throws IOException {
        write(one, "a\n");
        write(other, "x\n");
        Collecting collecting = Collecting.of(folder.resolve("home"), folder + "/*.log");
        collecting.settle();
        collecting.exclude = List.of(one.toString());
        collecting.follow(folder + "/*.log");
        write(one, "b\n");
        write(other, "y\n");
        collecting.settle();
        assertThat(collecting.texts()).containsExactlyInAnyOrder("a\n", "x\n", "y\n");
        assertThat(collecting.statuses()).extracting(SourceStatus::path).containsExactly(other.toString());
        collecting.exclude = List.of();
        collecting.follow(folder + "/*.log");
        collecting.settle();
        assertThat(collecting.texts()).containsExactlyInAnyOrder("a\n", "x\n", "y\n", "b\n");
        assertThat(collecting.sources()).hasSize(2);
    }

    @Test
    void goesOnAfterAStartWithWhatWasTakenAway() throws IOException {
        write(one, "a\n");
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        collecting.settle();
        collecting.follow(other.toString());
        collecting.save();
        collecting.stop();
        write(one, "b\n");
        collecting.restart();
        collecting.follow(one.toString());
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("a\nb\n");
        assertThat(collecting.sources()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsNothingMoreAfterAStartOfWhatWasTakenAway(boolean isWhileStopped) throws IOException {
        write(one, "a\n");
        write(other, "x\n");
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString(), other.toString());
        collecting.settle();
        if (isWhileStopped) {
            collecting.save();
            collecting.stop();
            collecting.restart(one.toString());
        } else {
            collecting.follow(one.toString());
            collecting.save();
            collecting.crash();
        }
        write(one, "b\n");
        write(other, "y\n");
        Files.move(other, folder.resolve("other.log.1"));
        collecting.settle();
        collecting.save();
        collecting.crash();
        collecting.settle();
        assertThat(collecting.texts()).containsExactlyInAnyOrder("a\n", "x\n", "b\n");
        collecting.follow(one.toString(), other.toString());
        collecting.settle();
        assertThat(collecting.texts()).containsExactlyInAnyOrder("a\n", "x\n", "b\n", "y\n");
        assertThat(collecting.sources()).hasSize(2);
    }

    @Test
    void goesOnAfterAStartInAFileThatWasGivenAnyNameMeanwhile() throws IOException {
        write(one, "a\n");
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        collecting.settle();
        Path kept = Files.move(one, folder.resolve("kept for Monday"));
        collecting.settle();
        write(kept, "b\n");
        collecting.settle();
        collecting.save();
        collecting.stop();
        write(kept, "c\n");
        collecting.restart();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("a\nb\nc\n");
        assertThat(collecting.sources()).hasSize(1);
    }

    @Test
    void sendsAgainWhatWasRefusedOfAFileThatIsTakenAway() throws IOException {
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        collecting.answers = false;
        write(one, "a\n");
        collecting.settle();
        collecting.follow(other.toString());
        write(one, "b\n");
        collecting.waiting.remove().refuse(new IOException("away"));
        collecting.settle();
        collecting.answers = true;
        collecting.accept();
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("a\n");
        assertThat(collecting.statuses()).isEmpty();
        collecting.follow(one.toString());
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("a\nb\n");
        assertThat(collecting.chunks).hasSize(2);
    }

    @Test
    void goesOnWithAFileThatComesBackBeforeAllOfItIsSafe() throws IOException {
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        collecting.answers = false;
        write(one, "a\n");
        collecting.settle();
        collecting.follow(other.toString());
        write(one, "b\n");
        collecting.settle();
        collecting.follow(one.toString());
        collecting.answers = true;
        collecting.accept();
        collecting.settle();
        assertThat(collecting.texts()).containsExactly("a\n", "b\n");
    }

    @Test
    void readsARotatedFileToItsEndThatWasReadOnItsWay() throws IOException {
        write(one, "a\n");
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        collecting.settle();
        Path rotated = folder.resolve("one.log.1");
        Files.move(one, rotated);
        write(one, "c\n");
        collecting.settle();
        collecting.follow(one.toString(), other.toString());
        write(rotated, "b\n");
        collecting.settle();
        assertThat(collecting.texts()).containsExactlyInAnyOrder("a\n", "c\n", "b\n");
        collecting.follow(other.toString());
        write(rotated, "d\n");
        collecting.settle();
        assertThat(collecting.texts()).hasSize(3);
    }

    @Test
    void goesOnAtTheSameByteWithAnotherEncoding() throws IOException {
        write(one, "gr\u00fc\u00df\n".getBytes(WINDOWS));
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        collecting.settle();
        collecting.answers = false;
        write(one, "p\u00e4ng\n".getBytes(WINDOWS));
        collecting.settle();
        collecting.follow(new PathRules(List.of(), List.of(new PathRules.Encoding(List.of(one.toString()), WINDOWS))));
        write(one, "b\u00f6se\n".getBytes(WINDOWS));
        collecting.settle();
        assertThat(collecting.chunks).as("rests until all is safe").hasSize(1);
        collecting.answers = true;
        collecting.accept();
        collecting.settle();
        assertThat(collecting.chunks)
                .extracting(LogChunk::bytes)
                .containsExactly(
                        "gr\u00fc\u00df\n".getBytes(WINDOWS),
                        "p\u00e4ng\n".getBytes(WINDOWS),
                        "b\u00f6se\n".getBytes(StandardCharsets.UTF_8));
        collecting.follow(PathRules.none());
        write(one, "\u00fcbel\n".getBytes(StandardCharsets.UTF_8));
        collecting.settle();
        assertThat(collecting.texts().getLast()).isEqualTo("\u00fcbel\n");
        collecting.save();
        collecting.crash();
        write(one, "end\n");
        collecting.settle();
        assertThat(collecting.texts().getLast()).isEqualTo("end\n");
        assertThat(collecting.chunks).hasSize(5);
    }

    @Test
    void startsEventsAnotherWay() throws IOException {
        write(one, "a\n");
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        collecting.settle();
        collecting.follow(
                new PathRules(List.of(new PathRules.Multiline(List.of(one.toString()), "^begin")), List.of()));
        write(one, "begin b\nrest\n");
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("a\nbegin b\nrest\n");
        assertThat(collecting.chunks.getFirst().source().eventStart()).isNull();
        assertThat(collecting.chunks.getLast().source().eventStart()).isEqualTo("^begin");
        assertThat(collecting.sources()).hasSize(1);
    }

    @Test
    void losesAndRepeatsNothingWhileItIsChangedAllTheTime() throws IOException {
        Collecting collecting = Collecting.of(folder.resolve("home"), one.toString());
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            collecting.answers = i % 7 != 0;
            write(one, "line " + i + "\n");
            expected.append("line ").append(i).append('\n');
            collecting.pass(Duration.ofMillis(i % 5 * 7L));
            switch (i % 4) {
                case 0 -> collecting.follow(folder + "/*.log");
                case 1 -> collecting.follow(other.toString());
                case 2 -> collecting.follow(one.toString(), other.toString());
                default -> collecting.follow(one + "*");
            }
            collecting.accept();
        }
        collecting.answers = true;
        collecting.follow(one.toString());
        collecting.settle();
        assertThat(collecting.all()).isEqualTo(expected.toString());
        assertThat(collecting.sources()).hasSize(1);
    }

    private static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, CREATE, APPEND);
    }
}
