package dev.logbell.processor.parse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One way that programs write their log lines. Takes time linear in the line, whatever the line is. */
sealed interface LineFormat permits JsonLine, AccessLog, Syslog5424, Syslog3164, JavaLine, GoLogger, Logfmt, PlainText {
    /**
     * What the line says, with its message as body.
     *
     * @param line without its separator
     * @return null if the line is not of this format
     */
    @Nullable
    ParsedLine parse(String line, Instant observed);

    /** Whether an event is one line always, so that no other belongs to it. */
    boolean isSingleLine();
}
