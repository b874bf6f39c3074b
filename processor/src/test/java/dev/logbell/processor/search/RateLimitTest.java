package dev.logbell.processor.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void letsABurstPassAndThenSoManyASecond() {
        RateLimit limit = new RateLimit(2, 3);

        for (int i = 0; i < 3; i++) {
            assertThat(limit.delay("a", 0)).isEmpty();
        }
        assertThat(limit.delay("a", 0)).contains(Duration.ofMillis(500));
        assertThat(limit.delay("a", SECOND / 4)).contains(Duration.ofMillis(250));
        assertThat(limit.delay("a", SECOND / 2)).isEmpty();
        assertThat(limit.delay("a", SECOND / 2)).isNotEmpty();
    }

    @Test
    void countsEachCallerApart() {
        RateLimit limit = new RateLimit(1, 1);

        assertThat(limit.delay("a", 0)).isEmpty();
        assertThat(limit.delay("a", 0)).isNotEmpty();
        assertThat(limit.delay("b", 0)).isEmpty();
    }

    @Test
    void savesNoMoreThanABurst() {
        RateLimit limit = new RateLimit(100, 2);
        limit.delay("a", 0);

        assertThat(limit.delay("a", 3_600 * SECOND)).isEmpty();
        assertThat(limit.delay("a", 3_600 * SECOND)).isEmpty();
        assertThat(limit.delay("a", 3_600 * SECOND)).isNotEmpty();
    }

    @Test
    void limitsNobodyIfItIsOff() {
        RateLimit limit = new RateLimit(0, 1);

        for (int i = 0; i < 1_000; i++) {
            assertThat(limit.delay("a", 0)).isEmpty();
        }
    }

    @Test
    void remembersOnlySoManyCallers() {
        RateLimit limit = new RateLimit(1, 1);
        limit.delay("first", 0);
        for (int i = 0; i < 10_000; i++) {
            limit.delay("caller " + i, 0);
        }

        assertThat(limit.delay("first", 0)).isEmpty();
        assertThat(limit.delay("caller 9999", 0)).isNotEmpty();
    }
}
