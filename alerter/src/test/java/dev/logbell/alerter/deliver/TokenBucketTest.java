package dev.logbell.alerter.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.alerter.channel.Channel.RateLimit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private final TokenBucket bucket = new TokenBucket(new RateLimit(3, Duration.ofSeconds(6)), START);

    @Test
    void grantsItsBurstAtOnceAndNoMore() {
        assertThat(bucket.available(START)).isEqualTo(3);
        bucket.take(START);
        bucket.take(START);
        bucket.take(START);

        assertThat(bucket.available(START)).isZero();
        assertThat(bucket.nextAt(START)).isEqualTo(START.plusSeconds(6));
    }

    @Test
    void earnsOneTokenPerIntervalAndKeepsTheRemainder() {
        for (int i = 0; i < 3; i++) {
            bucket.take(START);
        }

        assertThat(bucket.available(START.plusSeconds(5))).isZero();
        assertThat(bucket.available(START.plusSeconds(8))).isEqualTo(1);
        bucket.take(START.plusSeconds(8));
        assertThat(bucket.nextAt(START.plusSeconds(8))).isEqualTo(START.plusSeconds(12));
    }

    @Test
    void isNeverFullerThanItsBurst() {
        assertThat(bucket.available(START.plus(Duration.ofDays(400)))).isEqualTo(3);
    }

    @Test
    void survivesAClockThatGoesBack() {
        bucket.take(START);

        assertThat(bucket.available(START.minusSeconds(3600))).isEqualTo(2);
        assertThat(bucket.available(START.minusSeconds(3594))).isEqualTo(3);
    }
}
