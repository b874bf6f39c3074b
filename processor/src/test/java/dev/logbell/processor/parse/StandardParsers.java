package dev.logbell.processor.parse;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Parsers of Logbell's own formats, for tests outside of their package. */
public final class StandardParsers {
    private StandardParsers() {}

    public static ChunkParsers make() {
        return new ChunkParsers(new FormatSettings() {
            @Override
            public Optional<Path> formats() {
                return Optional.empty();
            }

            @Override
            public Map<String, OwnFormat> parse() {
                return Map.of();
            }
        });
    }
}
