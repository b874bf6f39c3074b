package dev.logbell.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingProblemsTest {
    private static final int CONVERTER_OF_QUARKUS = 300;
    private static final int ENVIRONMENT = 300;
    private static final int FILE = 250;

    /** Settings of all types. */
    @ConfigMapping(prefix = "shop")
    interface ShopSettings {
        Store store();

        @WithDefault("1048576")
        int maxBytes();

        @WithDefault("9")
        long all();

        Optional<Boolean> open();

        @WithDefault("10s")
        Duration patience();

        Map<String, Rule> rules();
    }

    /** The same store as {@link ShopSettings}. */
    @ConfigMapping(prefix = "till")
    interface TillSettings {
        Store store();
    }

    interface Rule {
        String query();

        Map<String, String> labels();
    }

    enum Store {
        SQLITE,
        POSTGRES
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SHOP_MAX_BYTES | abc         | SHOP_MAX_BYTES (shop.max-bytes) must be a whole number of at most 2147483647, got "abc": change it or leave it out (1048576)
            SHOP_MAX_BYTES | 99999999999 | SHOP_MAX_BYTES (shop.max-bytes) must be a whole number of at most 2147483647, got "99999999999": change it or leave it out (1048576)
            SHOP_ALL       | 1.5         | SHOP_ALL (shop.all) must be a whole number, got "1.5": change it or leave it out (9)
            SHOP_PATIENCE  | 5 bananas   | SHOP_PATIENCE (shop.patience) must be a duration such as 500ms, 10s, 5m, 24h or 7d, got "5 bananas": change it or leave it out (10s)
            SHOP_OPEN      | ture        | SHOP_OPEN (shop.open) must be true or false, got "ture": change it or leave it out
            SHOP_STORE     | foo         | SHOP_STORE (shop.store) must be one of postgres, sqlite, got "foo": change it or leave it out
            LOGBELL_STORE  | foo         | LOGBELL_STORE (shop.store, till.store) must be one of postgres, sqlite, got "foo": change it or leave it out
            """, quoteCharacter = '`')
    void saysWhichVariableIsWrongAndHow(String variable, String value, String sentence) {
        assertThat(sentences(Map.of(variable, value), Map.of())).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shop.all              | x | shop.all (in the environment SHOP_ALL) must be a whole number, got "x": change it or leave it out (9)
            shop.max-byte         | 1 | shop.max-byte is no setting: write shop.max-bytes if that is meant, or leave it out
            shop.rules.a.qeury    | 1 | shop.rules.a.qeury is no setting: write shop.rules.a.query if that is meant, or leave it out
            shop.what-is-this-for | 1 | shop.what-is-this-for is no setting: README.md lists all, or leave it out
            shop.rules.b.labels.x | y | shop.rules.b.query (in the environment SHOP_RULES_B_QUERY) must be set, as shop.rules.b.labels.x is: set it, or leave all of shop.rules.b.* out
            shop.rules.b.query    | ` | shop.rules.b.query (in the environment SHOP_RULES_B_QUERY) must have a value, got nothing: change it or leave it out
            """, quoteCharacter = '~')
    void saysWhichPropertyIsWrongAndHow(String key, String value, String sentence) {
        Map<String, String> properties = key.endsWith("qeury")
                ? Map.of(key, value, "shop.rules.a.query", "x")
                : Map.of(key, value.replace("`", ""));
        assertThat(sentences(Map.of(), properties)).isEqualTo(sentence);
    }

    @Test
    void saysEachThingThatIsWrongOnALineOfItsOwn() {
        assertThat(sentences(Map.of("SHOP_ALL", "x", "SHOP_OPEN", "maybe"), Map.of())
                        .lines())
                .hasSize(2);
    }

    @Test
    void namesTheFileOfAValue() {
        String location = "PropertiesConfigSource[source=file:/srv/config/application.properties]:3";
        SettingProblems problems = new SettingProblems(
                new KnownSettings(Map.of()), key -> new SettingProblems.Origin("x", location), List.of());
        assertThat(
                        problems.sentences(
                                List.of(
                                        "SRCFG00050: shop.fils in PropertiesConfigSource[source=file:/srv/config/application.properties]:3 does not map to any root",
                                        "SRCFG00039: The config property shop.all with the config value \"x\" threw an Exception whilst being converted SRCFG00030: Expected a long value, got \"x\"")))
                .containsExactly(
                        "shop.all (in the environment SHOP_ALL) must be a whole number, got \"x\" in /srv/config/application.properties:3: change it or leave it out",
                        "shop.fils in /srv/config/application.properties:3 is no setting: README.md lists all, or leave it out");
    }

    @Test
    void leavesWhatItDoesNotUnderstand() {
        assertThat(new SettingProblems(new KnownSettings(Map.of()), key -> null, List.of())
                        .sentences(List.of("something else")))
                .containsExactly("something else");
    }

    private static String sentences(Map<String, String> environment, Map<String, String> properties) {
        Map<String, String> defaults =
                Map.of("shop.store", "${LOGBELL_STORE:sqlite}", "till.store", "${LOGBELL_STORE:sqlite}");
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withCustomizers(new Settings())
                .withConverter(Duration.class, CONVERTER_OF_QUARKUS, new DurationConverter())
                .withMapping(ShopSettings.class)
                .withMapping(TillSettings.class)
                .withSources(
                        new EnvConfigSource(environment, ENVIRONMENT),
                        new PropertiesConfigSource(properties, "properties", FILE),
                        new PropertiesConfigSource(defaults, "defaults", 100));
        return Start.sentence(new RuntimeException(
                        "Failed to start quarkus",
                        catchThrowableOfType(ConfigValidationException.class, builder::build)))
                .orElseThrow();
    }
}
