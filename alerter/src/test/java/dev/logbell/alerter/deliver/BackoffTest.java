package dev.logbell.alerter.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(1));

    @ParameterizedTest
    @CsvSource({"1,1000", "2,2000", "3,4000", "9,256000", "10,300000", "64,300000", "1000,300000"})
    void doublesItsLimitUpToTheLongest(int failures, long limitMillis) {
        long longest = 0;
        for (int i = 0; i < 2000; i++) {
            long wait = backoff.afterFailures(failures).toMillis();
            assertThat(wait).isBetween(50L, limitMillis);
            longest = Math.max(longest, wait);
        }
        assertThat(longest).isGreaterThan(limitMillis * 95 / 100);
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), new Random(1)))
                .withMessageContaining("alerter.retry.longest");
    }
}
