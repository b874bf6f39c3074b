package dev.logbell.processor.parse;

import dev.logbell.processor.parse.format.FormatException;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.ZoneId;

/** Makes parsers that know the formats of the settings. What is wrong with a format file or a setting stops the start. */
@Singleton
public final class ChunkParsers {
    private final FormatSetup setup;

    ChunkParsers(FormatSettings settings) {
        try {
            setup = FormatSetup.of(settings.formats().orElse(null), settings.parse());
            create();
        } catch (FormatException | IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    /** Learns from a line that was read before, by any process, what lines after it mean. */
    public void learn(String line) {
        setup.headers().learn(line);
    }

    /** A parser for one thread. */
    public ChunkParser create() {
        return new ChunkParser(ZoneId.systemDefault(), setup);
    }
}
