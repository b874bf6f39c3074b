package dev.logbell.alerter.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "30 | PT30S",
                " 1.5 | PT1.5S",
                "Sun, 22 Nov 2026 12:02:00 GMT | PT2M",
                "Sun, 22 Nov 2026 11:00:00 GMT | PT0S",
                "999999999 | PT24H",
            })
    void readsSecondsAndDates(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOW)).contains(wait);
    }

    @ParameterizedTest
    @CsvSource({"soon", "-5", "1e9", "99999999999999999999"})
    void passesOverWhatItCannotRead(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(Optional.empty());
    }

    @Test
    void aMissingHeaderSaysNothing() {
        assertThat(RetryAfter.parse(null, NOW)).isEmpty();
    }
}
