package dev.logbell.processor.parse;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All formats, in the order they are tried: those that say clearly what they are come first. */
final class Formats {

    private final JsonLine json;
    private final PlainText plain;
    private final List<LineFormat> known;

    Formats(ZoneId zone) {
        TimeReader times = new TimeReader(zone);
        json = new JsonLine(times);
        plain = new PlainText(times);
        known = List.of(
                json,
                new AccessLog(times),
                new Syslog5424(times),
                new Syslog3164(times),
                new JavaLine(times),
                new GoLogger(times),
                new Logfmt(times));
    }

    /** What a line is and says. */
    record Recognised(LineFormat format, ParsedLine line) {
        /** What to try first on the next line: this format, unless it is plain text, which takes anything. */
        @Nullable
        LineFormat remember(@Nullable LineFormat before) {
            return format instanceof PlainText ? before : format;
        }
    }

    /** Tries the format that the line before had, then all of them. */
    Recognised recognise(String line, Instant observed, @Nullable LineFormat before) {
        if (before != null) {
            ParsedLine parsed = before.parse(line, observed);
            if (parsed != null) {
                return new Recognised(before, parsed);
            }
        }
        for (LineFormat format : known) {
            ParsedLine parsed = format.equals(before) ? null : format.parse(line, observed);
            if (parsed != null) {
                return new Recognised(format, parsed);
            }
        }
        return new Recognised(plain, plain.parse(line, observed));
    }

    /** The event of several lines that is one JSON object, null if it is not. */
    @Nullable
    ParsedLine json(String lines, Instant observed) {
        return json.parse(lines, observed);
    }

    /**
     * Lines that go on an event which was stored before, as an event of plain text without severity; an error if they
     * begin with an exception, which may as well have been printed by itself.
     *
     * @param isCut whether the event before was cut, so that its rest is anything
     */
    ParsedLine continued(String text, boolean isCut, Instant observed) {
        ParsedLine parsed = new ParsedLine(observed);
        parsed.body(text);
        parsed.attribute("log.record.continued", true);
        if (!isCut) {
            StackTrace.find(text, parsed);
            if (SeverityWords.namesException(text, 0)) {
                parsed.severity(17, "");
            }
        }
        return parsed;
    }

    /** What a sender gave as the message itself: only its severity is looked for. */
    ParsedLine said(String body, Instant observed) {
        ParsedLine parsed = new ParsedLine(observed);
        parsed.body(body);
        SeverityWords.find(body, 0, false, parsed);
        return parsed;
    }

    /**
     * A line that should have been a record and is none, as plain text.
     *
     * @param isRest whether it is the rest of one that was cut
     */
    ParsedLine broken(String line, boolean isRest, Instant observed) {
        ParsedLine parsed = isRest ? continued(line, true, observed) : plain.parse(line, observed);
        parsed.attribute("log.record.malformed", true);
        return parsed;
    }
}
