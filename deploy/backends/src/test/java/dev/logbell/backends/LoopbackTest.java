package dev.logbell.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopbackTest {
    @Test
    void givesNoPortASecondTimeBeforeItsServerCanListen() {
        assertThat(IntStream.range(0, 500).parallel().map(i -> Loopback.free()).boxed())
                .doesNotHaveDuplicates();
    }
}
