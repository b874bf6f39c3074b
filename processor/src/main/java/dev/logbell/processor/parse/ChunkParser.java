package dev.logbell.processor.parse;

import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.LogRecord;
import dev.logbell.wire.LogRecordCodec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses chunks of any source, and remembers for each source which format its lines had. Not thread-safe. */
public final class ChunkParser {
    private static final int SOURCES_REMEMBERED = 10_000;
    private static final int LONGEST_ORIGINAL = 1_024;
    private static final int TYPICAL_LINE = 128;

    private final Formats formats;
    private final Map<String, SourceMemory> memories = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SourceMemory> eldest) {
            return size() > SOURCES_REMEMBERED;
        }
    };

    public ChunkParser() {
        this(ZoneId.systemDefault());
    }

    /**
     * Parses times that state no zone as of this one.
     *
     * @param zone that the programs of most sources write their times in
     */
    public ChunkParser(ZoneId zone) {
        formats = new Formats(zone);
    }

    /** What is known of a source from its chunks so far. */
    private static final class SourceMemory {
        private @Nullable LineFormat format;
        private long cutAt = -1;
    }

    /** Divides a chunk into events and parses each. Never fails: what is not understood is kept as plain text. */
    public ParsedChunk parse(LogChunk chunk) {
        SourceMemory memory = memories.computeIfAbsent(chunk.source().id(), id -> new SourceMemory());
        List<LogEvent> events = new ArrayList<>(chunk.bytes().length / TYPICAL_LINE + 1);
        int blank = switch (chunk.framing()) {
            case LINES -> parseLines(chunk, memory, events);
            case RECORDS -> parseRecords(chunk, memory, events);
            case ONE_EVENT -> parseWhole(chunk, memory, events);
        };
        memory.cutAt = chunk.continues() ? chunk.endOffset() : -1;
        return new ParsedChunk(events, chunk.bytes().length - blank, dropped(chunk, blank));
    }

    private static Map<String, Long> dropped(LogChunk chunk, int blank) {
        if (chunk.skips().isEmpty()) {
            return blank == 0 ? Map.of() : Map.of("blank", (long) blank);
        }
        Map<String, Long> dropped = new HashMap<>(chunk.skips().byReason());
        if (blank > 0) {
            dropped.merge("blank", (long) blank, Long::sum);
        }
        return dropped;
    }

    private int parseLines(LogChunk chunk, SourceMemory memory, List<LogEvent> events) {
        EventLines lines = new EventLines(chunk.bytes(), chunk.skips());
        boolean isRest = chunk.offset() > 0
                && chunk.offset() == memory.cutAt
                && !chunk.skips().isAt(0);
        while (lines.nextEvent()) {
            ParsedLine parsed;
            String head = Decoding.text(chunk.bytes(), lines.from(), lines.to());
            if (isRest || (lines.isFirst() && chunk.offset() > 0 && lines.isContinuation())) {
                lines.takeContinuations(false);
                parsed = formats.continued(
                        Decoding.text(chunk.bytes(), lines.from(), lines.to()), isRest, chunk.observedTime());
            } else {
                Formats.Recognised recognised = formats.recognise(head, chunk.observedTime(), memory.format);
                memory.format = recognised.remember(memory.format);
                parsed = recognised.line();
                int headEnd = lines.to();
                if (!recognised.format().isSingleLine() && lines.takeContinuations(parsed.isNoError())) {
                    ParsedLine whole = head.startsWith("{")
                            ? formats.json(Decoding.text(chunk.bytes(), lines.from(), lines.to()), chunk.observedTime())
                            : null;
                    if (whole == null) {
                        join(parsed, Decoding.text(chunk.bytes(), headEnd, lines.to()));
                    } else {
                        parsed = whole;
                    }
                }
            }
            isRest = false;
            finish(chunk, lines.from(), lines.to(), lines.isLast(), parsed, events);
        }
        return lines.blankBytes();
    }

    private int parseWhole(LogChunk chunk, SourceMemory memory, List<LogEvent> events) {
        byte[] bytes = chunk.bytes();
        int to = bytes.length;
        while (to > 0 && EventLines.isBlank(bytes[to - 1])) {
            to--;
        }
        if (to == 0) {
            return bytes.length;
        }
        ParsedLine parsed = parseText(Decoding.text(bytes, 0, to), chunk.observedTime(), memory);
        finish(chunk, 0, to, true, parsed, events);
        return 0;
    }

    private int parseRecords(LogChunk chunk, SourceMemory memory, List<LogEvent> events) {
        EventLines lines = new EventLines(chunk.bytes(), chunk.skips());
        boolean isRest = chunk.offset() > 0
                && chunk.offset() == memory.cutAt
                && !chunk.skips().isAt(0);
        while (lines.nextEvent()) {
            Optional<LogRecord> record = LogRecordCodec.read(chunk.bytes(), lines.from(), lines.to());
            ParsedLine parsed =
                    record.map(given -> parseRecord(given, chunk, memory)).orElse(null);
            if (parsed == null) {
                String text = Decoding.text(chunk.bytes(), lines.from(), lines.to());
                parsed = formats.broken(text, isRest, chunk.observedTime());
            }
            isRest = false;
            finish(chunk, lines.from(), lines.to(), lines.isLast(), parsed, events);
        }
        return lines.blankBytes();
    }

    private ParsedLine parseRecord(LogRecord record, LogChunk chunk, SourceMemory memory) {
        Instant observed = GivenFields.observedTime(record, chunk.observedTime());
        ParsedLine parsed = switch (record.content()) {
            case LogRecord.Line(String line) -> parseText(Decoding.storable(line), observed, memory);
            case LogRecord.Body(Object value) -> formats.said(GivenFields.body(value), observed);
        };
        GivenFields.putOver(record, parsed);
        return parsed;
    }

    /** Parses the text of one event, of one line or more. */
    private ParsedLine parseText(String text, Instant observed, SourceMemory memory) {
        Formats.Recognised recognised = formats.recognise(text, observed, memory.format);
        int newline = text.indexOf('\n');
        if (newline >= 0 && !recognised.format().isSingleLine()) {
            recognised = formats.recognise(text.substring(0, newline), observed, memory.format);
            join(recognised.line(), text.substring(newline));
        }
        memory.format = recognised.remember(memory.format);
        return recognised.line();
    }

    /** Puts further lines, the separator before them included, to an event. */
    private static void join(ParsedLine parsed, String further) {
        String text = parsed.body() + (further.indexOf('\r') < 0 ? further : further.replace("\r\n", "\n"));
        parsed.body(text);
        if (StackTrace.find(text, parsed) && !parsed.hasSeverity()) {
            parsed.severity(17, "");
        }
    }

    private static void finish(
            LogChunk chunk, int from, int to, boolean isLast, ParsedLine parsed, List<LogEvent> events) {
        byte[] bytes = chunk.bytes();
        if (to - from <= LONGEST_ORIGINAL && Decoding.isReplaced(parsed.body())) {
            byte[] original = Arrays.copyOfRange(bytes, from, to);
            parsed.attribute("log.record.original.base64", Base64.getEncoder().encodeToString(original));
        }
        if (isLast && chunk.continues()) {
            parsed.attribute("log.record.truncated", true);
        }
        events.add(parsed.toEvent(chunk, chunk.offsetAt(from)));
    }
}
