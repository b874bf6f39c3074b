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
    void countsRecordsOfOtherProducersAndLeavesRoomForTheirEvents() {
        long offset = 7 * LogChunk.RECORD_SPAN;
        LogChunk record = new LogChunk(SOURCE, offset, new byte[300], Framing.ONE_RECORD, Instant.EPOCH, false);

        assertThat(record.offsetAt(120)).isEqualTo(offset + 120);
        assertThat(record.indexAt(offset + 120)).isEqualTo(120);
        assertThat(record.endOffset()).isEqualTo(8 * LogChunk.RECORD_SPAN);
        assertThat(record.from(offset)).isSameAs(record);
        assertThat(record.from(record.endOffset()).isEmpty()).isTrue();
        assertThat(record.from(record.endOffset()).endOffset()).isEqualTo(record.endOffset());
    }

    @Test
    void countsARecordThatWasDropped() {
        Skips.Builder skips = new Skips.Builder();
        skips.add(0, 10, "undecodable");
        LogChunk record = new LogChunk(SOURCE, 0, new byte[0], Framing.ONE_RECORD, Instant.EPOCH, false, skips.build());

        assertThat(record.endOffset()).isEqualTo(LogChunk.RECORD_SPAN);
        assertThat(record.coveredBytes()).isEqualTo(10);
    }

    @Test
    void coversWhatWasLeftOut() {
        LogChunk chunk = skipping("a\nbb\n", skip(0, 10, "filtered"), skip(2, 5, "sampled"), skip(5, 3, "filtered"));
        assertThat(chunk.endOffset()).isEqualTo(123);
        assertThat(chunk.coveredBytes()).isEqualTo(23);
        assertThat(chunk.offsetAt(0)).isEqualTo(110);
        assertThat(chunk.offsetAt(1)).isEqualTo(111);
        assertThat(chunk.offsetAt(2)).isEqualTo(117);
        assertThat(chunk.skips().byReason()).containsExactly(Map.entry("filtered", 13L), Map.entry("sampled", 5L));
        assertThat(chunk.skips().isAt(0)).isTrue();
        assertThat(chunk.skips().isAt(1)).isFalse();
        assertThat(chunk.skips().isAt(2)).isTrue();
    }

    @Test
    void isNotEmptyWhenAllOfItWasLeftOut() {
        LogChunk chunk = skipping("", skip(0, 10, "filtered"));
        assertThat(chunk.isEmpty()).isFalse();
        assertThat(chunk.endOffset()).isEqualTo(110);
        assertThat(chunk.from(104))
                .isEqualTo(new LogChunk(
                        SOURCE, 104, new byte[0], Framing.LINES, Instant.EPOCH, true, skips(skip(0, 6, "filtered"))));
        assertThat(chunk.from(110).isEmpty()).isTrue();
    }

    @Test
    void coversTheSameWhereverItIsCut() {
        LogChunk chunk = skipping("a\nbb\n", skip(0, 4, "filtered"), skip(2, 5, "sampled"), skip(5, 3, "filtered"));
        for (long at = chunk.offset(); at <= chunk.endOffset(); at++) {
            LogChunk start = chunk.until(at, true);
            LogChunk rest = chunk.from(at);
            assertThat(start.endOffset()).isEqualTo(at);
            assertThat(rest.offset()).isEqualTo(at);
            assertThat(rest.endOffset()).isEqualTo(chunk.endOffset());
            assertThat(start.bytes().length + rest.bytes().length).isEqualTo(5);
            assertThat(start.skips().total() + rest.skips().total()).isEqualTo(12);
            for (int i = 0; i < rest.bytes().length; i++) {
                assertThat(rest.offsetAt(i)).isEqualTo(chunk.offsetAt(i + start.bytes().length));
            }
        }
    }

    @Test
    void joinsSkipsOfOneReasonAndForgetsThoseOfNoLength() {
        Skips joined = skips(skip(3, 2, "filtered"), skip(3, 0, "sampled"), skip(3, 4, "filtered"));
        assertThat(joined).isEqualTo(skips(skip(3, 6, "filtered")));
        assertThat(skips()).isSameAs(Skips.NONE);
    }

    @Test
    void refusesSkipsThatCannotBe() {
        assertThatThrownBy(() -> skipping("x", skip(2, 1, "filtered")))
                .hasMessage("a chunk of file:web-1 with 1 bytes must have its skips inside, got one at 2");
        assertThatThrownBy(() -> skips(skip(2, 1, "filtered"), skip(1, 1, "filtered")))
                .hasMessage("a skip must not stand before the one that was added last, got position 1");
        assertThatThrownBy(() -> skips(skip(2, 1, "No, 1")))
                .hasMessage("a reason to skip must be lower-case letters and dashes, got 'No, 1'");
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

    private record Skip(int position, int length, String reason) {}

    private static Skip skip(int position, int length, String reason) {
        return new Skip(position, length, reason);
    }

    private static Skips skips(Skip... all) {
        Skips.Builder builder = new Skips.Builder();
        for (Skip skip : all) {
            builder.add(skip.position(), skip.length(), skip.reason());
        }
        return builder.build();
    }

    private static LogChunk skipping(String text, Skip... all) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new LogChunk(SOURCE, 100, bytes, Framing.LINES, Instant.EPOCH, true, skips(all));
    }

    private static LogChunk chunk(long offset, String text, boolean continues) {
        return new LogChunk(
                SOURCE, offset, text.getBytes(StandardCharsets.UTF_8), Framing.LINES, Instant.EPOCH, continues);
    }
}
