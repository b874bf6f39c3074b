package dev.logbell.alerter.deliver;

import dev.logbell.alerter.channel.Channel.RateLimit;
import java.time.Duration;
import java.time.Instant;

/** Grants messages: some at once, and one more in every interval. For one thread at a time. */
final class TokenBucket {
    private final RateLimit limit;
    private int tokens;
    private Instant filledAt;

    TokenBucket(RateLimit limit, Instant now) {
        this.limit = limit;
        this.tokens = limit.burst();
        this.filledAt = now;
    }

    int available(Instant now) {
        Duration passed = Duration.between(filledAt, now);
        if (passed.isNegative()) {
            filledAt = now;
            return tokens;
        }
        long earned = passed.dividedBy(limit.interval());
        if (tokens + earned >= limit.burst()) {
            tokens = limit.burst();
            filledAt = now;
        } else {
            tokens += (int) earned;
            filledAt = filledAt.plus(limit.interval().multipliedBy(earned));
        }
        return tokens;
    }

    void take(Instant now) {
        if (available(now) == 0) {
            throw new IllegalStateException("a token was taken from an empty bucket");
        }
        tokens--;
    }

    /** When there is a token again; now if there is one. */
    Instant nextAt(Instant now) {
        return available(now) > 0 ? now : filledAt.plus(limit.interval());
    }
}
