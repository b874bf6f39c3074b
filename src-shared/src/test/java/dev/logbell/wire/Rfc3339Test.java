package dev.logbell.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    @Test
    void writesAndReadsWhatAnInstantDoes() {
        Random random = new Random(3339);
        for (int i = 0; i < 100_000; i++) {
            long second = random.nextLong() >> (20 + random.nextInt(44));
            int unit = List.of(1, 1_000, 1_000_000, 1_000_000_000).get(random.nextInt(4));
            Instant time = Instant.ofEpochSecond(second, (long) random.nextInt(1_000_000_000) / unit * unit);
            assertThat(Rfc3339.write(time)).isEqualTo(time.toString());
            assertThat(Rfc3339.read(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1000000000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z",
                "0000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59.999Z",
                "9999-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "2024-02-29T12:00:00.000001Z"
            })
    void knowsTheEnds(String text) {
        assertThat(Rfc3339.write(Instant.parse(text))).isEqualTo(text);
        assertThat(Rfc3339.read(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01T12:00:00.1Z",
                "2026-03-01T12:00:00.12345678Z",
                "2026-03-01T12:00:00+01:00",
                "2026-03-01t12:00:00z",
                "2026-03-01T24:00:00Z"
            })
    void readsWhatItDoesNotWrite(String text) {
        assertThat(Rfc3339.read(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "noon",
                "2026-02-29T12:00:00Z",
                "2026-13-01T12:00:00Z",
                "2026-03-01T12:60:00Z",
                "2026-03-01T12:00:61Z",
                "2026-03-01T12:00:00.1234567890Z",
                "2026-03-01T12:00:00.12x4Z",
                "2026-03-01T12:00:00",
                "2026-03-01 12:00:00Z"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> Rfc3339.read(text)).isInstanceOf(DateTimeException.class);
    }
}
