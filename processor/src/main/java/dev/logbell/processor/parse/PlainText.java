package dev.logbell.processor.parse;

import java.time.Instant;

/** What no other format knows: the line as it is, with the time at its head and the severity word in it if any. */
record PlainText(TimeReader times) implements LineFormat {
    @Override
    public ParsedLine parse(String line, Instant observed) {
        ParsedLine parsed = new ParsedLine(observed);
        parsed.body(line);
        int head = 0;
        while (head < line.length() && (line.charAt(head) == '[' || line.charAt(head) == ' ') && head < 8) {
            head++;
        }
        Instant time = times.any(line, head, observed);
        if (time != null) {
            parsed.time(time, line, head, times.end());
        }
        StatedSeverity.find(line, time == null ? 0 : times.end(), time != null, parsed);
        return parsed;
    }

    @Override
    public boolean isSingleLine() {
        return false;
    }
}
