package dev.logbell.processor.parse;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One way that programs write their log lines. Takes time linear in the line, whatever the line is. */
sealed interface LineFormat
        permits JsonLine,
                JsonFormat,
                AccessLog,
                Syslog5424,
                Syslog3164,
                JavaLine,
                GoLogger,
                Logfmt,
                W3cLog,
                PatternFormat,
                PlainText {
    /**
     * What the line says, with its message as body.
     *
     * @param line without its separator
     * @return null if the line is not of this format
     */
    @Nullable
    ParsedLine parse(String line, Instant observed);

    /**
     * What the line says, of a format whose lines are explained by one before them.
     *
     * @param columns what the last such line said; empty if there was none
     */
    @Nullable
    default ParsedLine parse(String line, Instant observed, List<String> columns) {
        return parse(line, observed);
    }

    /** Whether an event is one line always, so that no other belongs to it. */
    boolean isSingleLine();

    /** Whether an event of several lines is understood only as a whole. */
    default boolean isOfLines() {
        return false;
    }

    /** Whether its message is what another program said, and may have a format of its own. */
    default boolean isEnvelope() {
        return false;
    }
}
