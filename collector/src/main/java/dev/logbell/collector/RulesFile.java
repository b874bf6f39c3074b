package dev.logbell.collector;

import dev.logbell.collector.edge.EdgeRules;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** A file of properties with rules of the edge, over what the rest of the configuration says. */
final class RulesFile {
    private static final int CONVERTER_OF_QUARKUS = 300;
    private static final int OVER_ALL = 1000;
    private static final List<String> KNOWN = List.of(
            "collector.mask.", "collector.drop.", "collector.sample.", "collector.limit.", "collector.attributes.");

    private final Path path;
    private final List<ConfigSource> base;

    /**
     * A file of rules.
     *
     * @param base what the rest of the configuration says
     */
    RulesFile(Path path, List<ConfigSource> base) {
        this.path = path;
        this.base = List.copyOf(base);
    }

    Path path() {
        return path;
    }

    /**
     * Reads the file as it is now.
     *
     * @throws IllegalStateException if anything in it is wrong, saying what
     */
    EdgeRules read() {
        Map<String, String> rules = properties();
        for (String key : rules.keySet()) {
            if (KNOWN.stream().noneMatch(key::startsWith)) {
                throw new IllegalStateException(
                        "%s must hold collector.mask., .drop., .sample., .limit. and .attributes. only, got %s: put it into config/application.properties and start anew"
                                .formatted(path, key));
            }
        }
        try {
            return EdgeSettings.of(new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withConverter(Duration.class, CONVERTER_OF_QUARKUS, new DurationConverter())
                    .withMapping(CollectorConfig.class)
                    .withSources(base.toArray(ConfigSource[]::new))
                    .withSources(new PropertiesConfigSource(rules, path.toString(), OVER_ALL))
                    .build()
                    .getConfigMapping(CollectorConfig.class));
        } catch (ConfigValidationException e) {
            throw new IllegalStateException("%s cannot be followed: %s".formatted(path, e.getMessage()), e);
        }
    }

    private Map<String, String> properties() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "%s, which collector.rules-file names, cannot be read (%s): make it a file of properties, or leave the setting out"
                            .formatted(path, e),
                    e);
        }
        Map<String, String> rules = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> rules.put(key, properties.getProperty(key)));
        return rules;
    }
}
