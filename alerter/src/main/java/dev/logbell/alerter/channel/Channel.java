package dev.logbell.alerter.channel;

import dev.logbell.alerter.route.Matcher;
import java.time.Duration;
import java.util.List;

/**
 * A way to reach people.
 *
 * @param target where it leads, without what is secret about it: the host of a URL, the addresses of a mail
 * @param matchers of the alerts that it gets; none means all
 */
public record Channel(
        String name, Type type, String target, List<Matcher> matchers, RateLimit rateLimit, Sender sender) {
    /** How it speaks. */
    public enum Type {
        SLACK,
        WEBHOOK,
        EMAIL,
        CONSOLE
    }

    /**
     * How many messages it may send: a token bucket.
     *
     * @param burst messages at once
     * @param interval until one more
     */
    public record RateLimit(int burst, Duration interval) {
        public RateLimit {
            if (burst < 1) {
                throw new IllegalArgumentException("rate-limit.burst must be 1 or more, got " + burst);
            }
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("rate-limit.interval must be longer than 0, got " + interval);
            }
        }
    }
}
