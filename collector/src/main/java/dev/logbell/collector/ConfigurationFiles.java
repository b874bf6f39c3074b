package dev.logbell.collector;

import dev.logbell.application.Settings;
import dev.logbell.application.Start;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Properties;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The files that settings of the collector stand in, which may change while it runs: {@code .env} and {@code
 * config/application.properties} in the folder it was started from, and the file of rules. What the environment says was
 * said by {@code .env} if it is the same there when the collector starts.
 */
@ApplicationScoped
public class ConfigurationFiles {
    private static final int ENVIRONMENT = 300;
    private static final int DOT_ENV = 295;
    private static final int PROPERTIES = 260;
    private static final int CONVERTER_OF_QUARKUS = 300;
    private static final int OVER_ALL = 1000;
    private static final List<String> RULES = List.of(
            "collector.mask.", "collector.drop.", "collector.sample.", "collector.limit.", "collector.attributes.");

    private final Path dotEnv;
    private final Path properties;
    private final Map<String, String> environment;
    private final List<ConfigSource> base = new ArrayList<>();
    private final List<String> profiles;
    private volatile @Nullable Configuration inForce;

    /** How a file looks from outside. */
    record Stamp(FileTime changed, long size, @Nullable Object key) {
        static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), -1, null);
    }

    @Inject
    ConfigurationFiles() {
        this(Path.of(""), ConfigProvider.getConfig().unwrap(SmallRyeConfig.class), System.getenv());
    }

    /**
     * Files in a folder, over what else is configured.
     *
     * @param started with these values, of which those of the files and of the environment are read anew
     */
    ConfigurationFiles(Path folder, SmallRyeConfig started, Map<String, String> environment) {
        Path absolute = folder.toAbsolutePath().normalize();
        this.dotEnv = absolute.resolve(".env");
        this.properties = absolute.resolve("config/application.properties");
        this.environment = new HashMap<>(environment);
        this.environment.entrySet().removeAll(DotEnv.read(dotEnv).entrySet());
        this.profiles = started.getProfiles();
        // As SmallRye writes it: one slash behind the colon.
        String files = "source=file:" + absolute.toUri().getRawPath();
        started.getConfigSources().forEach(source -> {
            boolean isReadAnew = source.getName().equals(EnvConfigSource.NAME)
                    || source.getName().contains(files + ".env")
                    || source.getName().contains(files + "config/application");
            if (!isReadAnew) {
                base.add(source);
            }
        });
    }

    /** The configuration that is followed now; read, if that was not done yet. */
    synchronized Configuration inForce() {
        Configuration known = inForce;
        if (known == null) {
            known = read();
            inForce = known;
        }
        return known;
    }

    synchronized void putInForce(Configuration next) {
        inForce = next;
    }

    /** The files whose changes matter. */
    List<Path> paths() {
        List<Path> paths = new ArrayList<>(List.of(dotEnv, properties));
        inForce()
                .config()
                .rulesFile()
                .ifPresent(rules -> paths.add(rules.toAbsolutePath().normalize()));
        return paths;
    }

    /** How the files look now: another answer says that one has changed. */
    Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new LinkedHashMap<>();
        for (Path path : paths()) {
            try {
                BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
                stamps.put(path, new Stamp(file.lastModifiedTime(), file.size(), file.fileKey()));
            } catch (IOException e) {
                stamps.put(path, Stamp.MISSING);
            }
        }
        return stamps;
    }

    /**
     * Reads the files as they are now.
     *
     * @throws IllegalStateException if anything in them is wrong, saying what
     */
    Configuration read() {
        try {
            SmallRyeConfig plain = configuration(List.of());
            Path rules =
                    plain.getConfigMapping(CollectorConfig.class).rulesFile().orElse(null);
            return Configuration.of(
                    rules == null
                            ? plain
                            : configuration(
                                    List.of(new PropertiesConfigSource(rules(rules), rules.toString(), OVER_ALL))));
        } catch (ConfigValidationException | NoSuchElementException e) {
            throw new IllegalStateException(
                    Start.sentence(e).orElse(String.valueOf(e.getMessage())).replace("\n", "; "), e);
        }
    }

    private SmallRyeConfig configuration(List<ConfigSource> over) {
        List<ConfigSource> sources = new ArrayList<>(base);
        sources.add(new EnvConfigSource(environment, ENVIRONMENT));
        sources.add(new EnvConfigSource(DotEnv.read(dotEnv), DOT_ENV));
        sources.addAll(over);
        try {
            sources.addAll(PropertiesConfigSourceLoader.inFileSystem(
                    properties.toString(), PROPERTIES, Thread.currentThread().getContextClassLoader()));
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "%s cannot be read (%s): make it a file of properties that the collector may read, or remove it"
                            .formatted(properties, e.getMessage()),
                    e);
        }
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withConverter(Duration.class, CONVERTER_OF_QUARKUS, new DurationConverter())
                .withMapping(CollectorConfig.class)
                .withProfiles(profiles)
                .withSources(sources.toArray(ConfigSource[]::new));
        new Settings().configBuilder(builder);
        return builder.build();
    }

    private static Map<String, String> rules(Path path) {
        Properties given = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            given.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "%s, which collector.rules-file names, cannot be read (%s): make it a file of properties, or leave the setting out"
                            .formatted(path, e),
                    e);
        }
        Map<String, String> rules = new HashMap<>();
        for (String key : given.stringPropertyNames()) {
            if (RULES.stream().noneMatch(key::startsWith)) {
                throw new IllegalStateException(
                        "%s must hold collector.mask., .drop., .sample., .limit. and .attributes. only, got %s: put it into config/application.properties"
                                .formatted(path, key));
            }
            rules.put(key, given.getProperty(key));
        }
        return rules;
    }
}
