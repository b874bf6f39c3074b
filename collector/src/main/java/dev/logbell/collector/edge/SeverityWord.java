package dev.logbell.collector.edge;

import dev.logbell.query.SeverityRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The severity that a line states: a word in capitals, or the value of {@code level} and the like. */
final class SeverityWord {
    private static final int REACH = 512;
    private static final Pattern STATED =
            Pattern.compile("\\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|CRITICAL|FATAL|PANIC)\\b"
                    + "|\\b(?i:level|lvl|severity|loglevel|severityText)\"?[ ]?[=:][ ]?\"?([A-Za-z]{3,11})\\b");

    private SeverityWord() {}

    /** Its number, 1 to 24; 0 if none is stated at the beginning of the text. */
    static int number(String text) {
        Matcher stated = STATED.matcher(text).region(0, Math.min(text.length(), REACH));
        while (stated.find()) {
            try {
                return SeverityRange.of(stated.group(1) == null ? stated.group(2) : stated.group(1))
                        .lowest();
            } catch (IllegalArgumentException e) {
                // the value of another level: of a game, of water
            }
        }
        return 0;
    }
}
