package dev.logbell.alerter;

import dev.logbell.alerter.AlerterConfig.ChannelSettings;
import dev.logbell.alerter.AlerterConfig.RateLimitOverride;
import dev.logbell.alerter.channel.Channel;
import dev.logbell.alerter.channel.Channel.RateLimit;
import dev.logbell.alerter.channel.Sender;
import dev.logbell.alerter.channel.Senders;
import dev.logbell.alerter.route.Matcher;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes the channels that the settings ask for, and refuses settings that cannot work. */
final class Channels {
    private static final Logger LOG = Logger.getLogger(Channels.class);

    private final AlerterConfig config;
    private final Senders senders;
    private final Clock clock;

    Channels(AlerterConfig config, Senders senders, Clock clock) {
        this.config = config;
        this.senders = senders;
        this.clock = clock;
    }

    /**
     * All channels, at least one: without any settings, the console.
     *
     * @throws IllegalArgumentException saying which setting is wrong and what to do
     */
    List<Channel> all() {
        List<Channel> channels = new ArrayList<>();
        config.channels().forEach((name, settings) -> channels.add(channel(name, settings)));
        set(config.slackWebHook()).ifPresent(url -> {
            if (!config.channels().containsKey("slack")) {
                URI target = url("SLACK_WEB_HOOK", url);
                channels.add(new Channel(
                        "slack",
                        Channel.Type.SLACK,
                        masked(target),
                        List.of(),
                        defaultLimit(),
                        slack(target, Map.of())));
            }
        });
        List<String> to = addresses(config.mail().to());
        if (!to.isEmpty() && !config.channels().containsKey("email")) {
            channels.add(email("email", "alerter.mail.to", to, List.of(), defaultLimit()));
        }
        if (channels.isEmpty()) {
            channels.add(
                    new Channel("console", Channel.Type.CONSOLE, "", List.of(), defaultLimit(), senders.console()));
            LOG.info("Alerts are printed here. To get them in Slack set SLACK_WEB_HOOK (in the environment or in .env);"
                    + " to get them by mail set ALERTER_MAIL_TO and MAILER_HOST");
        } else {
            channels.forEach(channel -> LOG.infof(
                    "Alerts go to channel %s (%s %s)",
                    channel.name(), channel.type().name().toLowerCase(Locale.ROOT), channel.target()));
        }
        return List.copyOf(channels);
    }

    private Channel channel(String name, ChannelSettings settings) {
        String prefix = "alerter.channels." + name;
        List<Matcher> matchers = matchers(prefix, settings);
        RateLimit limit = limit(prefix, settings.rateLimit());
        return switch (type(prefix, settings.type())) {
            case SLACK -> {
                URI url = url(prefix + ".url", required(prefix + ".url", settings.url()));
                yield new Channel(
                        name, Channel.Type.SLACK, masked(url), matchers, limit, slack(url, settings.headers()));
            }
            case WEBHOOK -> {
                URI url = url(prefix + ".url", required(prefix + ".url", settings.url()));
                Sender sender = senders.webhook(
                        name, url, settings.headers(), config.retry().timeout(), clock);
                yield new Channel(name, Channel.Type.WEBHOOK, masked(url), matchers, limit, sender);
            }
            case EMAIL -> {
                List<String> to = addresses(settings.to());
                if (to.isEmpty()) {
                    throw new IllegalArgumentException(prefix + ".to must be mail addresses, got none: set it");
                }
                yield email(name, prefix + ".to", to, matchers, limit);
            }
            case CONSOLE -> new Channel(name, Channel.Type.CONSOLE, "", matchers, limit, senders.console());
        };
    }

    private Sender slack(URI url, Map<String, String> headers) {
        return senders.slack(url, headers, config.retry().timeout(), clock);
    }

    private Channel email(String name, String key, List<String> to, List<Matcher> matchers, RateLimit limit) {
        for (String address : to) {
            if (!address.matches("[^\\s@<>,;]+@[^\\s@<>,;]+")) {
                throw new IllegalArgumentException(
                        "%s must be mail addresses such as ops@example.org, got %s".formatted(key, address));
            }
        }
        return new Channel(
                name,
                Channel.Type.EMAIL,
                String.join(", ", to),
                matchers,
                limit,
                senders.email(to, config.retry().timeout()));
    }

    private static Channel.Type type(String prefix, String type) {
        return Arrays.stream(Channel.Type.values())
                .filter(known -> known.name().equalsIgnoreCase(type.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s.type must be slack, webhook, email or console, got %s".formatted(prefix, type)));
    }

    private static List<Matcher> matchers(String prefix, ChannelSettings settings) {
        try {
            return set(settings.match()).map(Matcher::parseAll).orElse(List.of());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s.match is wrong: %s".formatted(prefix, e.getMessage()), e);
        }
    }

    private RateLimit limit(String prefix, RateLimitOverride settings) {
        try {
            return new RateLimit(
                    settings.burst().orElse(config.rateLimit().burst()),
                    settings.interval().orElse(config.rateLimit().interval()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(prefix + "." + e.getMessage(), e);
        }
    }

    private RateLimit defaultLimit() {
        try {
            return new RateLimit(config.rateLimit().burst(), config.rateLimit().interval());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("alerter." + e.getMessage(), e);
        }
    }

    private static String required(String key, Optional<String> value) {
        return set(value).orElseThrow(() -> new IllegalArgumentException(key + " must be set, got nothing: set it"));
    }

    /** The value is a secret, so that the message must not hold it. */
    private static URI url(String key, String value) {
        try {
            URI url = new URI(value.strip());
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            LOG.debugf("%s is no URI", key);
        }
        throw new IllegalArgumentException(
                "%s must be a URL that starts with https:// or http:// and names a host, got %d characters that are not: copy it again"
                        .formatted(key, value.length()));
    }

    private static String masked(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()) + "/***";
    }

    private static Optional<String> set(Optional<String> value) {
        return value.filter(text -> !text.isBlank());
    }

    private static List<String> addresses(Optional<List<String>> addresses) {
        return addresses.orElse(List.of()).stream()
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }
}
