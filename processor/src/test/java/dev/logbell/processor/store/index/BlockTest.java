package dev.logbell.processor.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockTest {
    private static final int EVENTS = 128;

    @Test
    void keepsPlacesThatAreFarApartAsRunsOfTheirOwn() {
        Segment segment = new Segment(EVENTS);
        IntStream.range(0, EVENTS).mapToObj(BlockTest::event).forEach(segment::add);

        for (int page : new int[] {900, 12, 10, 40, 11, 900, 15}) {
            segment.place(1, page);
        }
        segment.place(0, 7);
        IntStream.range(2, 64).forEach(block -> segment.place(block, 1_000 + block));

        assertThat(Block.chosen(segment.encodedBlocks(), 0b10))
                .singleElement()
                .satisfies(block ->
                        assertThat(block.runs()).containsExactly(new Run(10, 15), new Run(40, 40), new Run(900, 900)))
                .satisfies(
                        block -> assertThat(block.latest() - block.earliest()).isEqualTo(1_000_000));
        assertThat(Block.chosen(segment.encodedBlocks(), 0b1))
                .singleElement()
                .satisfies(block -> assertThat(block.runs()).containsExactly(new Run(7, 7)));
    }

    private static LogEvent event(int number) {
        Instant time = Instant.ofEpochSecond(number);
        return new LogEvent(time, time, 9, "", "line " + number, Map.of(), Map.of(), null, null, "file:a", number);
    }
}
