package dev.logbell.collector.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.source.file.ChunkCutter.Ending;
import dev.logbell.log.Joining;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkCutterTest {
    /** {@code |} is where the chunk has to end, and / a line end. */
    @ParameterizedTest
    @CsvSource({
        "MORE, |",
        "MORE, |one",
        "MORE, |one/",
        "MORE, one/|two/",
        "MORE, one/|two/thr",
        "MORE, |one/ at a/ at b/",
        "MORE, one/ at a/|two/ at b/",
        "MORE, one/ at a/|two/ at b/ at",
        "MORE, {}/|",
        "MORE, {}/| at a/",
        "MORE, one/{}/|two",
        "MORE, one/|two//",
        "OPEN, one/|two/",
        "OPEN, |one/",
        "OPEN, {}/|",
        "QUIET, one/two/|",
        "QUIET, one/ at a/|",
        "QUIET, one/|two/thr",
        "QUIET, one/two/|three and a good deal more",
        "QUIET, one/|two/ at three and a good deal more",
        "QUIET, |one",
        "OVER, one/two|",
        "OVER, one|",
        "OVER, |",
    })
    void endsAChunkWhereAnEventEnds(Ending ending, String text) {
        int expected = text.indexOf('|');
        byte[] bytes = ("##" + text.replace("|", "").replace('/', '\n')).getBytes(UTF_8);
        assertThat(ChunkCutter.lastEnd(Joining.BY_LOOK, bytes, 2, bytes.length, ending) - 2)
                .isEqualTo(expected);
    }

    @Test
    void findsTheFirstEndOfALongEvent() {
        byte[] bytes = "one\n at a\n at b\ntwo\nthree\n".getBytes(UTF_8);
        assertThat(ChunkCutter.firstEnd(Joining.BY_LOOK, bytes, 0, bytes.length))
                .isEqualTo(16);
        assertThat(ChunkCutter.firstEnd(Joining.BY_LOOK, bytes, 0, 18)).isZero();
    }

    @Test
    void cutsNoCharacterInTwo() {
        byte[] bytes = "aé€😀b".getBytes(UTF_8);
        for (int to = 1; to <= bytes.length; to++) {
            int at = ChunkCutter.wholeCharacters(bytes, 0, to);
            assertThat(new String(bytes, 0, at, UTF_8)).doesNotContain("\uFFFD");
        }
    }

    @Test
    void cutsAnywhereInWhatIsNotText() {
        byte[] bytes = new byte[20];
        Arrays.fill(bytes, (byte) 0x80);
        assertThat(ChunkCutter.wholeCharacters(bytes, 0, 10)).isEqualTo(10);
    }
}
