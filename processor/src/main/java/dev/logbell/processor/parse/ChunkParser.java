package dev.logbell.processor.parse;

import dev.logbell.log.IoStream;
import dev.logbell.log.Joining;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.LogRecord;
import dev.logbell.log.Source;
import dev.logbell.wire.LogRecordCodec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses chunks of any source, and remembers for each source which format its lines had. Not thread-safe. */
public final class ChunkParser {
    private static final int SOURCES_REMEMBERED = 10_000;
    private static final int TYPICAL_LINE = 128;

    private final Formats formats;
    private final LinesParser lines;
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
        this(zone, FormatSetup.standard());
    }

    ChunkParser(ZoneId zone, FormatSetup setup) {
        formats = new Formats(zone, setup);
        lines = new LinesParser(formats, new Resources());
    }

    /** Divides a chunk into events and parses each. Never fails: what is not understood is kept as plain text. */
    public ParsedChunk parse(LogChunk chunk) {
        SourceMemory memory = memory(chunk.source());
        List<LogEvent> events = new ArrayList<>(chunk.bytes().length / TYPICAL_LINE + 1);
        int blank = switch (chunk.framing()) {
            case LINES -> parseLines(chunk, memory, events);
            case RECORDS, ONE_RECORD -> parseRecords(chunk, memory.of(IoStream.NONE), events);
        };
        return new ParsedChunk(events, chunk.bytes().length - blank, dropped(chunk, blank));
    }

    private SourceMemory memory(Source source) {
        SourceMemory memory = memories.computeIfAbsent(source.id(), id -> memoryOf(source));
        if (!memory.isOf(source)) {
            memory = memoryOf(source);
            memories.put(source.id(), memory);
        }
        return memory;
    }

    private SourceMemory memoryOf(Source source) {
        return new SourceMemory(source, formats.own(source));
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
        List<StreamText> streams = StreamText.of(chunk);
        if (streams.isEmpty()) {
            StreamMemory ofStream = memory.of(IoStream.NONE);
            return lines.parse(chunk, new ChunkText(chunk), chunk.continues(), memory.joining(), ofStream, events);
        }
        int blank = 0;
        for (StreamText stream : streams) {
            boolean isCut = chunk.continues() && stream.isCut();
            blank += lines.parse(chunk, stream, isCut, memory.joining(), memory.of(stream.stream()), events);
        }
        events.sort(Comparator.comparingLong(LogEvent::offset));
        return blank;
    }

    private int parseRecords(LogChunk chunk, StreamMemory memory, List<LogEvent> events) {
        TextRun run = new ChunkText(chunk);
        EventLines records = new EventLines(run, Joining.BY_LOOK);
        boolean isRest = chunk.offset() > 0
                && chunk.offset() == memory.cutAt
                && !chunk.skips().isAt(0);
        while (records.nextEvent()) {
            Optional<LogRecord> record = LogRecordCodec.read(chunk.bytes(), records.from(), records.to());
            ParsedLine parsed =
                    record.map(given -> parseRecord(given, chunk, memory)).orElse(null);
            if (parsed == null) {
                String text = Decoding.text(chunk.bytes(), records.from(), records.to());
                parsed = formats.broken(text, isRest, chunk.observedTime());
            }
            isRest = false;
            lines.finish(
                    chunk, run, records.from(), records.to(), chunk.continues() && records.isLast(), parsed, events);
        }
        memory.cutAt = chunk.continues() ? chunk.endOffset() : -1;
        return records.blankBytes();
    }

    private ParsedLine parseRecord(LogRecord record, LogChunk chunk, StreamMemory memory) {
        Instant observed = GivenFields.observedTime(record, chunk.observedTime());
        ParsedLine parsed = switch (record.content()) {
            case LogRecord.Line(String line) -> parseText(Decoding.storable(line), observed, memory);
            case LogRecord.Body(Object value) -> formats.said(GivenFields.body(value), observed);
        };
        GivenFields.putOver(record, parsed);
        return parsed;
    }

    /** Parses the text of one event, of one line or more. */
    private ParsedLine parseText(String text, Instant observed, StreamMemory memory) {
        int newline = text.indexOf('\n');
        if (newline < 0 || text.startsWith("{")) {
            Formats.Recognised recognised = formats.recognise(text, observed, memory);
            if (newline < 0 || recognised.format().isSingleLine()) {
                return recognised.line();
            }
        }
        Formats.Recognised head = formats.recognise(text.substring(0, newline), observed, memory);
        ParsedLine whole = formats.whole(text, head, observed);
        if (whole != null) {
            return whole;
        }
        LinesParser.join(head.line(), text.substring(newline));
        return head.line();
    }
}
