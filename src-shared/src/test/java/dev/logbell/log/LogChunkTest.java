package dev.logbell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogChunkTest {
    private static final Source SOURCE = new Source("file:web-1", Map.of());
    private static final LogChunk CHUNK = chunk(100, "one\ntwo\n", true);

    @Test
    void keepsAChunkAboveTheWatermark() {
        assertThat(CHUNK.from(100)).isSameAs(CHUNK);
        assertThat(CHUNK.from(0)).isSameAs(CHUNK);
    }

    @Test
    void cutsWhatIsBelowTheWatermark() {
        assertThat(CHUNK.from(104)).isEqualTo(chunk(104, "two\n", true));
    }

    @Test
    void leavesNothingOfAChunkThatIsStored() {
        assertThat(CHUNK.from(108)).isEqualTo(chunk(108, "", false));
        assertThat(CHUNK.from(5000).isEmpty()).isTrue();
        assertThat(CHUNK.from(5000).endOffset()).isEqualTo(108);
    }

    @Test
    void countsOneEventAsOne() {
        LogChunk event = new LogChunk(SOURCE, 7, new byte[300], Framing.ONE_EVENT, Instant.EPOCH, false);

        assertThat(event.endOffset()).isEqualTo(8);
        assertThat(event.from(7)).isSameAs(event);
        assertThat(event.from(8).isEmpty()).isTrue();
    }

    @Test
    void refusesANegativeOffset() {
        assertThatThrownBy(() -> chunk(-1, "x", false))
                .hasMessage("offset of a chunk of file:web-1 must not be negative, got -1");
    }

    @Test
    void refusesASourceWithoutAnId() {
        assertThatThrownBy(() -> new Source(" ", Map.of())).hasMessage("a source needs an id, got a blank one");
    }

    @Test
    void neverShowsTheBytes() {
        assertThat(CHUNK).hasToString("LogChunk[file:web-1 100..108]");
    }

    private static LogChunk chunk(long offset, String text, boolean continues) {
        return new LogChunk(
                SOURCE, offset, text.getBytes(StandardCharsets.UTF_8), Framing.LINES, Instant.EPOCH, continues);
    }
}
