package dev.logbell.alerter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.alerter.channel.Channel;
import dev.logbell.alerter.channel.SendersForTests;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelsTest {
    private static final String X = "alerter.channels.x.";
    private final SendersForTests senders = new SendersForTests();

    @AfterEach
    void close() {
        senders.close();
    }

    @Test
    void printsWhenNothingIsSet() {
        assertThat(channels(Map.of())).extracting(Channel::type).containsExactly(Channel.Type.CONSOLE);
    }

    @Test
    void hidesThePathOfAWebHook() {
        List<Channel> channels =
                channels(Map.of("alerter.slack-web-hook", "https://hooks.slack.com/services/T0/B0/key"));
        assertThat(channels).extracting(Channel::target).containsExactly("https://hooks.slack.com/***");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '^', quoteCharacter = '$', textBlock = """
            type=fax                            ^ alerter.channels.x.type must be slack, webhook, email or console, got fax
            type=slack                          ^ alerter.channels.x.url must be set, got nothing: set it
            type=webhook;url=hooks.example.org/a ^ alerter.channels.x.url must be a URL that starts with https:// or http:// and names a host, got 19 characters that are not: copy it again
            type=webhook;url=https://a b        ^ alerter.channels.x.url must be a URL that starts with https:// or http:// and names a host, got 11 characters that are not: copy it again
            type=email                          ^ alerter.channels.x.to must be mail addresses, got none: set it
            type=email;to=ops                   ^ alerter.channels.x.to must be mail addresses such as ops@example.org, got ops
            type=console;match=severity         ^ alerter.channels.x.match is wrong: the matcher severity must be a label, one of = != =~ !~, and a value, such as severity=~"error|fatal"
            type=console;match={a="b"           ^ alerter.channels.x.match is wrong: the matchers {a="b" must be closed as they were opened
            type=console;match=a=~"("           ^ alerter.channels.x.match is wrong: the regular expression of the matcher a=~"(" is wrong: error parsing regexp: missing closing ): `(`
            type=console;rate-limit.burst=0     ^ alerter.channels.x.rate-limit.burst must be 1 or more, got 0
            """)
    void refuses(String settings, String text) {
        Map<String, String> given = new HashMap<>();
        for (String setting : settings.split(";", -1)) {
            int equals = setting.indexOf('=');
            given.put(X + setting.substring(0, equals), setting.substring(equals + 1));
        }
        assertThatThrownBy(() -> channels(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text);
    }

    @Test
    void refusesASlackWebHookThatIsNoUrlWithoutRepeatingIt() {
        assertThatThrownBy(() -> channels(Map.of("alerter.slack-web-hook", "T0/B0/key")))
                .hasMessage("SLACK_WEB_HOOK must be a URL that starts with https:// or http:// and names a host, got 9"
                        + " characters that are not: copy it again");
    }

    private List<Channel> channels(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of("alerter.store", "sqlite", "alerter.data", "/tmp/none"));
        all.putAll(given);
        AlerterConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 300, new DurationConverter())
                .withMapping(AlerterConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 500))
                .build()
                .getConfigMapping(AlerterConfig.class);
        return new Channels(config, senders.senders(), Clock.systemUTC()).all();
    }
}
