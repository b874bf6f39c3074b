package dev.logbell.alerter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The settings of the alerter. */
@ConfigMapping(prefix = "alerter")
public interface AlerterConfig {
    /** Where the outbox is: {@code postgres} or {@code sqlite}. */
    Store store();

    /** The folder of {@code logbell.db}, for SQLite. */
    Path data();

    /** A Slack incoming webhook; makes a channel {@code slack} for all alerts. */
    Optional<String> slackWebHook();

    Mail mail();

    /** Channels by name; each gets the alerts that it matches. */
    Map<String, ChannelSettings> channels();

    /** For channels that say nothing else. */
    RateLimitSettings rateLimit();

    RetrySettings retry();

    /** How long alerts that wait for no delivery are kept. */
    @WithDefault("30d")
    Duration retention();

    /** Stores that the outbox can be in. */
    enum Store {
        POSTGRES,
        SQLITE
    }

    /** The zero-configuration mail channel. */
    interface Mail {
        /** Addresses; make a channel {@code email} for all alerts, by way of the settings {@code quarkus.mailer}. */
        Optional<List<String>> to();
    }

    /** One channel. */
    interface ChannelSettings {
        /** {@code slack}, {@code webhook}, {@code email} or {@code console}. */
        String type();

        /** Where to post, for slack and webhook. */
        Optional<String> url();

        /** Addresses, for email. */
        Optional<List<String>> to();

        /** Matchers in Alertmanager's syntax, e.g. {@code severity=~"error|fatal", service!="test"}; all must match. */
        Optional<String> match();

        /** HTTP headers to send, for slack and webhook. */
        Map<String, String> headers();

        RateLimitOverride rateLimit();
    }

    /** How many messages a channel may send. */
    interface RateLimitSettings {
        /** Messages at once. */
        @WithDefault("10")
        int burst();

        /** Until one more. */
        @WithDefault("6s")
        Duration interval();
    }

    /** How many messages this channel may send, if not what all may. */
    interface RateLimitOverride {
        OptionalInt burst();

        Optional<Duration> interval();
    }

    /** What happens when a receiver cannot be reached. */
    interface RetrySettings {
        /** Longest wait after the first failure; doubles with each more, with full jitter. */
        @WithDefault("1s")
        Duration first();

        /** Longest wait at last. */
        @WithDefault("5m")
        Duration longest();

        /** A delivery that is older than this is given up when it fails once more. */
        @WithDefault("24h")
        Duration maxAge();

        /** How long a receiver may take to answer. */
        @WithDefault("10s")
        Duration timeout();
    }
}
