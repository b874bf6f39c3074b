package dev.logbell.processor.parse;

import dev.logbell.log.Source;
import dev.logbell.processor.parse.format.Anchor;
import dev.logbell.processor.parse.format.FormatFile.Place;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what a line is: the format that its source had so far, or the first that knows it. Not thread-safe. */
final class Formats {
    /** JSON in JSON in a syslog message is as deep as anybody goes. */
    private static final int DEEPEST = 3;

    private final LineFormat json;
    private final PlainText plain;
    private final NamedFormat plainly;
    private final FormatTable lines;
    private final FormatTable messages;
    private final List<NamedFormat> all;
    private final OwnFormats own;

    Formats(ZoneId zone, FormatSetup setup) {
        TimeReader times = new TimeReader(zone);
        FormatBuilder builder = new FormatBuilder(times, setup);
        json = builder.json();
        plain = new PlainText(times);
        plainly = new NamedFormat("plain", Anchor.ANYTHING, plain);
        lines = new FormatTable(builder.in(Place.LINE));
        messages = new FormatTable(builder.in(Place.MESSAGE));
        all = builder.in(Place.LINE);
        own = new OwnFormats(setup.own(), builder.byName());
    }

    /** What a line is and says. */
    record Recognised(NamedFormat named, ParsedLine line) {
        LineFormat format() {
            return named.format();
        }
    }

    /** All that can be a whole line, in the order they are tried. */
    List<NamedFormat> all() {
        return all;
    }

    /** The formats that the settings name for a source; none if they leave it to be found out. */
    List<NamedFormat> own(Source source) {
        return own.of(source);
    }

    /** Tries the format that the line before had, unless one is to be tried before it, then all of them. */
    Recognised recognise(String line, Instant observed, StreamMemory memory) {
        Recognised recognised = memory.own.isEmpty() ? detected(line, observed, memory) : ofOwn(line, observed, memory);
        ParsedLine parsed = recognised.line();
        if (recognised.named() != plainly) {
            memory.format = recognised.named();
            memory.columns = parsed.columns();
            if (parsed.format().isEmpty()) {
                parsed.recognisedAs(recognised.named().name());
            }
        }
        takeMessage(recognised.format(), parsed, observed, 0);
        if (!parsed.hasTrace()) {
            TraceIds.find(line, parsed);
        }
        return recognised;
    }

    private Recognised detected(String line, Instant observed, StreamMemory memory) {
        NamedFormat last = memory.format;
        if (last != null) {
            for (NamedFormat first : last.before()) {
                ParsedLine parsed = first.parse(line, observed, memory.columns);
                if (parsed != null) {
                    return new Recognised(first, parsed);
                }
            }
            ParsedLine parsed = last.parse(line, observed, memory.columns);
            if (parsed != null) {
                return new Recognised(last, parsed);
            }
        }
        for (NamedFormat format : lines.of(line)) {
            ParsedLine parsed = format.equals(last) ? null : format.parse(line, observed, memory.columns);
            if (parsed != null) {
                return new Recognised(format, parsed);
            }
        }
        return new Recognised(plainly, plain.parse(line, observed));
    }

    private Recognised ofOwn(String line, Instant observed, StreamMemory memory) {
        for (NamedFormat format : memory.own) {
            ParsedLine parsed = format.format().parse(line, observed, memory.columns);
            if (parsed != null) {
                return new Recognised(format, parsed);
            }
        }
        ParsedLine parsed = plain.parse(line, observed);
        parsed.attribute("log.record.unparsed", "is of none of " + memory.own);
        return new Recognised(plainly, parsed);
    }

    /** Lets the message of a line that another program passed on say what it says. */
    private void takeMessage(LineFormat envelope, ParsedLine into, Instant observed, int depth) {
        if (!envelope.isEnvelope() || depth == DEEPEST) {
            return;
        }
        String message = into.body();
        for (NamedFormat format : messages.of(message)) {
            ParsedLine parsed = format.parseMessage(message, observed, into.service());
            if (parsed != null) {
                if (parsed.format().isEmpty()) {
                    parsed.recognisedAs(format.name());
                }
                if (!parsed.body().equals(message)) {
                    takeMessage(format.format(), parsed, observed, depth + 1);
                }
                into.take(parsed);
                return;
            }
        }
    }

    /** The event of several lines as a whole; null if it is not understood as one. */
    @Nullable
    ParsedLine whole(String lines, Recognised head, Instant observed) {
        if (head.format().isOfLines()) {
            ParsedLine parsed = head.format().parse(lines, observed);
            if (parsed != null) {
                parsed.recognisedAs(head.named().name());
                StackTrace.find(parsed.body(), parsed);
            }
            return parsed;
        }
        return lines.startsWith("{") ? json.parse(lines, observed) : null;
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
            if (StatedSeverity.namesException(text, 0)) {
                parsed.severity(17, "");
            }
        }
        return parsed;
    }

    /** What a sender gave as the message itself: only its severity is looked for. */
    ParsedLine said(String body, Instant observed) {
        ParsedLine parsed = new ParsedLine(observed);
        parsed.body(body);
        StatedSeverity.find(body, 0, false, parsed);
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
