package dev.logbell.collector.source.file;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
    @TempDir
    Path folder;

    private Path log;

    @BeforeEach
    void name() {
        log = folder.resolve("app.log");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16LE, äöü€漢字😀",
        "UTF-16BE, äöü€漢字😀",
        "ISO-8859-1, äöüÿ",
        "windows-1252, äöü€–",
        "Shift_JIS, ｱ漢字ソ表",
        "GB18030, 漢字😀€ä"
    })
    void countsPositionsInUtf8(Charset charset, String letters) throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        int[] points = letters.codePoints().toArray();
        while (text.length() < 60_000) {
            switch (random.nextInt(20)) {
                case 0 -> text.append('\n');
                case 1, 2, 3 -> text.appendCodePoint(points[random.nextInt(points.length)]);
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        byte[] expected = text.toString().getBytes(UTF_8);
        Files.write(log, text.toString().getBytes(charset));
        try (FileChannel file = FileChannel.open(log, READ);
                TranscodedChannel channel = new TranscodedChannel(file, charset, 0)) {
            if (random.nextBoolean()) {
                assertThat(channel.size()).isEqualTo(expected.length);
            }
            for (int i = 0; i < 200; i++) {
                int at = random.nextInt(expected.length);
                byte[] got = new byte[random.nextInt(20_000)];
                int length = FileBytes.read(channel, got, 0, got.length, at);
                assertThat(Arrays.copyOf(got, length))
                        .isEqualTo(Arrays.copyOfRange(expected, at, Math.min(expected.length, at + got.length)));
            }
            assertThat(channel.size()).isEqualTo(expected.length);
            assertThat(channel.read(ByteBuffer.allocate(1), expected.length)).isEqualTo(-1);
        }
    }

    @Test
    void remembersNoMorePlacesHoweverLongAFileIs() throws IOException {
        String line = "ä".repeat(999) + "\n";
        Files.write(log, line.repeat(6000).getBytes(UTF_16LE));
        byte[] expected = line.repeat(6000).getBytes(UTF_8);
        try (FileChannel file = FileChannel.open(log, READ);
                TranscodedChannel channel = new TranscodedChannel(file, UTF_16LE, 0)) {
            assertThat(channel.size()).isEqualTo(expected.length);
            byte[] got = new byte[70_001];
            for (int at = 0; at < expected.length; at += got.length - 100) {
                int length = FileBytes.read(channel, got, 0, got.length, at);
                assertThat(Arrays.equals(got, 0, length, expected, at, Math.min(expected.length, at + got.length)))
                        .isTrue();
                assertThat(channel.places()).isLessThan(300);
            }
        }
    }

    @Test
    void waitsForTheRestOfACharacter() throws IOException {
        byte[] bytes = "a漢".getBytes(Charset.forName("Shift_JIS"));
        try (FileChannel file = FileChannel.open(log, CREATE, READ, WRITE);
                TranscodedChannel channel = new TranscodedChannel(file, Charset.forName("Shift_JIS"), 0)) {
            file.write(ByteBuffer.wrap(bytes, 0, 2));
            assertThat(channel.size()).isEqualTo(1);
            file.write(ByteBuffer.wrap(bytes, 2, 1));
            assertThat(channel.size()).isEqualTo(4);
        }
    }

    @Test
    void seesThatAFileWasTruncatedAndHasGrownAgain() throws IOException {
        Files.write(log, "ä".repeat(3000).getBytes(UTF_16LE));
        try (FileChannel file = FileChannel.open(log, READ);
                TranscodedChannel channel = new TranscodedChannel(file, UTF_16LE, 0)) {
            assertThat(channel.size()).isEqualTo(6000);
            Files.write(log, "b".repeat(4000).getBytes(UTF_16LE));
            assertThat(channel.size()).isEqualTo(4000);
        }
    }

    @Test
    void seesThatAFileHasBegunAnewThoughItHoldsTheSameWhereItEnded() throws IOException {
        Files.write(log, ("one " + "ä".repeat(200)).getBytes(UTF_16LE));
        try (FileChannel file = FileChannel.open(log, READ);
                TranscodedChannel channel = new TranscodedChannel(file, UTF_16LE, 0)) {
            assertThat(channel.size()).isEqualTo(404);
            Files.write(log, ("another " + "ä".repeat(300)).getBytes(UTF_16LE));
            assertThat(channel.size()).isEqualTo(608);
            assertThat(channel.rawAt(408)).isEqualTo(416);
        }
    }

    @Test
    void readsNothingTwiceOfAFileThatBeganAnewAndHoldsTheSameWhereItEnded() throws IOException {
        Collecting collecting = new Collecting(
                folder.resolve("home"),
                new ReadingLimits(200, 64, Collecting.LIMITS.quietTime(), Collecting.LIMITS.partialLineTime()),
                rules(UTF_16LE),
                log.toString());
        String before = "1 " + "ä".repeat(70) + "\n" + "2 " + "ä".repeat(32);
        append(before, UTF_16LE);
        collecting.settle();
        Files.write(log, new byte[0], TRUNCATE_EXISTING);
        String anew = "3\n4\n5\n6\n" + "7 " + "ä".repeat(120) + "\n" + "8 " + "ä".repeat(90) + "\n";
        append(anew, UTF_16LE);
        for (int i = 0; i < 20; i++) {
            collecting.settle();
        }
        assertThat(collecting.all()).isEqualTo(before + anew);
        assertThat(collecting.sources()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF"})
    void losesNoCharacterOfATruncatedFileWhetherItIsMarkedAgainOrNot(String mark) throws IOException {
        append("\uFEFFone, which was long\n", UTF_16LE);
        Collecting collecting = Collecting.of(folder.resolve("home"), log.toString());
        collecting.settle();
        Files.write(log, new byte[0], TRUNCATE_EXISTING);
        collecting.settle();
        append(mark + "two\n", UTF_16LE);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one, which was long\ntwo\n");
    }

    @Test
    void leavesWhatIsNoTextAsItIs() {
        Transcoding transcoding = new Transcoding(Charset.forName("Shift_JIS"));
        byte[] bytes = {'a', (byte) 0x83, 0x20, (byte) 0xFD, 'b'};
        assertThat(transcoding.transcode(bytes, bytes.length)).isEqualTo(bytes.length);
        assertThat(Arrays.copyOf(transcoding.bytes(), transcoding.length())).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"true, UTF-16LE", "false, UTF-16BE"})
    void tellsUtf16ByItsMarkAndGoesOnAfterACrash(boolean isLittle, Charset charset) throws IOException {
        Files.createFile(log);
        Collecting collecting = Collecting.of(folder.resolve("home"), log.toString());
        collecting.settle();
        append("\uFEFFone ä\ntwo 漢\n", isLittle ? UTF_16LE : UTF_16BE);
        collecting.settle();
        collecting.save();
        append("thr", charset);
        collecting.turn();
        append("ee 😀\n", charset);
        collecting.settle();
        collecting.crash();
        append("four\n", charset);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one ä\ntwo 漢\nthree 😀\nfour\n");
        assertThat(collecting.sources()).hasSize(1);
    }

    /** The last character is cut as well, wherever it has more than one byte. */
    @ParameterizedTest
    @CsvSource({
        "UTF-16LE, 漢😀, false",
        "UTF-16BE, 漢😀, true",
        "windows-1252, äö, false",
        "Shift_JIS, 漢字, false",
        "Shift_JIS, 漢字, true",
        "GB18030, 漢😀, false",
        "GB18030, 漢😀, true"
    })
    void keepsALineWholeThatIsCutByARestart(Charset charset, String letters, boolean isAnswered) throws IOException {
        PathRules rules =
                new PathRules(List.of(), List.of(new PathRules.Encoding(List.of(folder + "/*.log"), charset)));
        String before = (letters + " before\n").repeat(2000);
        append(before, charset);
        Collecting collecting = new Collecting(folder.resolve("home"), Collecting.LIMITS, rules, log.toString());
        collecting.settle();
        collecting.save();
        byte[] cut = (letters + " is one line " + letters + "\n").getBytes(charset);
        int at = charset.newEncoder().maxBytesPerChar() > 1 ? cut.length - "\n".getBytes(charset).length - 1 : 3;
        Files.write(log, Arrays.copyOf(cut, at), APPEND);
        collecting.answers = isAnswered;
        collecting.pass(Duration.ofMillis(500));
        collecting.crash();
        collecting.answers = true;
        collecting.pass(Duration.ofMillis(500));
        Files.write(log, Arrays.copyOfRange(cut, at, cut.length), APPEND);
        collecting.settle();
        collecting.save();
        collecting.crash();
        append("after\n", charset);
        collecting.settle();
        String line = letters + " is one line " + letters + "\n";
        assertThat(collecting.all()).isEqualTo(before + line + "after\n");
        assertThat(collecting.texts()).contains(line, "after\n");
        assertThat(collecting.sources()).hasSize(1);
        assertThat(collecting.chunks.getLast().offset()).isEqualTo((before + line).getBytes(UTF_8).length);
    }

    @Test
    void readsFilesInTheEncodingThatIsConfiguredForThem() throws IOException {
        Charset latin = Charset.forName("windows-1252");
        PathRules rules = new PathRules(List.of(), List.of(new PathRules.Encoding(List.of(folder + "/*.log"), latin)));
        append("one €\n", latin);
        Collecting collecting = new Collecting(folder.resolve("home"), Collecting.LIMITS, rules, log.toString());
        collecting.settle();
        collecting.crash();
        append("two ü\n", latin);
        collecting.settle();
        Files.move(log, folder.resolve("app.log.1"));
        append("three ß\n", latin);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one €\ntwo ü\nthree ß\n");
        assertThat(collecting.sources()).hasSize(2);
    }

    @Test
    void cutsALongLineBetweenCharacters() throws IOException {
        String line = "漢字".repeat(400) + "\n";
        append("\uFEFF" + line, UTF_16BE);
        Collecting collecting = new Collecting(
                folder.resolve("home"),
                new ReadingLimits(1000, 500, Collecting.LIMITS.quietTime(), Collecting.LIMITS.partialLineTime()),
                log.toString());
        collecting.settle();
        assertThat(collecting.all()).isEqualTo(line);
        assertThat(collecting.texts()).allSatisfy(text -> assertThat(text).doesNotContain("\uFFFD"));
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE, UTF-16LE, ''", "UTF-16BE, UTF-16BE, '\uFEFF'", "UTF-16BE, UTF-16LE, '\uFEFF'"})
    void waitsForTheSecondByteOfAFile(Charset configured, Charset charset, String mark) throws IOException {
        Collecting collecting =
                new Collecting(folder.resolve("home"), Collecting.LIMITS, rules(configured), log.toString());
        byte[] bytes = (mark + "one ä\n").getBytes(charset);
        Files.write(log, Arrays.copyOf(bytes, 1));
        collecting.settle();
        Files.write(log, Arrays.copyOfRange(bytes, 1, bytes.length), APPEND);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one ä\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void knowsACopyThatWasTooShortToTellItsEncodingWhenItWasFound(int first) throws IOException {
        append("one ä\ntwo\n", UTF_16LE);
        Collecting collecting =
                new Collecting(folder.resolve("home"), Collecting.LIMITS, rules(UTF_16LE), folder + "/app.log*");
        collecting.settle();
        append("three\n", UTF_16LE);
        byte[] bytes = Files.readAllBytes(log);
        FileTimes.awaitNext(folder);
        Path copy = folder.resolve("app.log.1");
        Files.write(copy, Arrays.copyOf(bytes, first));
        collecting.pass(Duration.ofMillis(1100));
        Files.write(copy, Arrays.copyOfRange(bytes, first, bytes.length), APPEND);
        Files.write(log, new byte[0], TRUNCATE_EXISTING);
        collecting.settle();
        append("four\n", UTF_16LE);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one ä\ntwo\nthree\nfour\n");
        assertThat(collecting.sources()).hasSize(2);
    }

    @Test
    void knowsACopyOfAFileThatWasEmptyWhenItWasFoundAndIsNotReadYet() throws IOException {
        Files.createFile(log);
        Collecting collecting =
                new Collecting(folder.resolve("home"), Collecting.LIMITS, rules(UTF_16LE), folder + "/app.log*");
        collecting.isWatched = true;
        collecting.turn();
        append("one ä\n", UTF_16LE);
        FileTimes.awaitNext(folder);
        collecting.hears(Files.copy(log, folder.resolve("app.log.1")));
        collecting.turn();
        collecting.hearsOfChange(log);
        collecting.settle();
        Files.write(log, new byte[0], TRUNCATE_EXISTING);
        append("two\n", UTF_16LE);
        collecting.hearsOfChange(log);
        collecting.settle();
        assertThat(collecting.all()).isEqualTo("one ä\ntwo\n");
        assertThat(collecting.sources()).hasSize(2);
    }

    private PathRules rules(Charset charset) {
        return new PathRules(List.of(), List.of(new PathRules.Encoding(List.of(folder + "/app*"), charset)));
    }

    private void append(String text, Charset charset) throws IOException {
        Files.write(log, text.getBytes(charset), CREATE, APPEND);
    }
}
