package dev.logbell.application;

import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads a boolean, and refuses what is none: the usual converter takes any other word for false. */
public final class StrictBoolean implements Converter<Boolean> {
    static final String RULE = "must be true or false";
    private static final Set<String> YES = Set.of("true", "t", "yes", "y", "on", "1");
    private static final Set<String> NO = Set.of("false", "f", "no", "n", "off", "0");

    @Override
    public @Nullable Boolean convert(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.isEmpty()) {
            return null;
        }
        if (!YES.contains(word) && !NO.contains(word)) {
            throw new IllegalArgumentException(RULE);
        }
        return YES.contains(word);
    }
}
