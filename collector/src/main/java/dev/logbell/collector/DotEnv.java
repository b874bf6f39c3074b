package dev.logbell.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of {@code NAME=value} lines, read as {@code deploy/run} reads it: with comments, {@code export}, and values in
 * single or double quotes; nothing in a value is expanded.
 */
final class DotEnv {
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*?)\\s*");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"\\s*(?:#.*)?|'([^']*)'\\s*(?:#.*)?");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)#.*$");

    private DotEnv() {}

    /**
     * Reads a file; nothing if it is not there.
     *
     * @throws IllegalStateException if it cannot be read
     */
    static Map<String, String> read(Path file) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    values.putIfAbsent(matcher.group(1), value(matcher.group(2)));
                }
            }
        } catch (NoSuchFileException e) {
            return values;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "%s cannot be read (%s): make it a text file that the collector may read, or remove it"
                            .formatted(file, e),
                    e);
        }
        return values;
    }

    private static String value(String text) {
        Matcher quoted = QUOTED.matcher(text);
        if (quoted.matches()) {
            return quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
        }
        return COMMENT.matcher(text).replaceFirst("");
    }
}
