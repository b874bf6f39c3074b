package dev.logbell.processor.search;

import dev.logbell.log.LogEvent;
import java.util.List;

/** Writes events as the lines of a file. */
interface ExportText {
    /** What stands at the beginning of the file; empty for nothing. */
    String head();

    /** Some events, each with the end of its line. */
    String lines(List<LogEvent> events);
}
