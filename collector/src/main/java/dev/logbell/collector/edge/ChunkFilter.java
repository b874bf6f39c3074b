package dev.logbell.collector.edge;

import dev.logbell.log.Continuation.Before;
import dev.logbell.log.EnvelopeReader;
import dev.logbell.log.Framing;
import dev.logbell.log.IoStream;
import dev.logbell.log.Joining;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogRecord;
import dev.logbell.log.Skips;
import dev.logbell.wire.LogRecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Leaves whole events out of the chunks of one source. Lines that a container runtime has wrapped are joined within their
 * stream, as the processor does. One thread's.
 */
final class ChunkFilter {
    private final EnvelopeReader envelope = new EnvelopeReader();
    private final Consumer<String> dropped;
    /** Whether the chunk before was cut inside an event, and what was decided of that. */
    private boolean isRestNext;

    private @Nullable String restReason;

    /**
     * A filter.
     *
     * @param dropped is told the reason of each event that is left out
     */
    ChunkFilter(Consumer<String> dropped) {
        this.dropped = dropped;
    }

    /** Lines of one event, and what they say. */
    private static final class Event {
        private final StringBuilder text = new StringBuilder();
        private final long offset;
        private @Nullable LogRecord record;
        private @Nullable String reason;

        Event(long offset) {
            this.offset = offset;
        }
    }

    /** Where a line of the chunk starts, and which event it is part of. */
    private record Line(int from, Event event) {}

    LogChunk apply(LogChunk chunk, SourceRules rules) {
        boolean isRest = isRestNext;
        isRestNext = chunk.continues();
        if (chunk.framing() == Framing.ONE_RECORD || (rules.isEmpty() && !(isRest && restReason != null))) {
            restReason = null;
            return chunk;
        }
        List<Line> lines = lines(chunk);
        Event last = null;
        boolean isDropped = false;
        for (Line line : lines) {
            Event event = line.event();
            if (event.offset == chunk.offset() + line.from()) {
                boolean isRestOfCut = isRest && line.from() == 0;
                event.reason = isRestOfCut ? restReason : reason(event, rules);
                if (event.reason != null && !isRestOfCut) {
                    dropped.accept(event.reason);
                }
                isDropped |= event.reason != null;
            }
            last = event;
        }
        restReason = chunk.continues() && last != null ? last.reason : null;
        return isDropped ? without(chunk, lines) : chunk;
    }

    private static @Nullable String reason(Event event, SourceRules rules) {
        LogRecord record = event.record;
        return record == null ? rules.reason(event.offset, event.text.toString()) : rules.reason(event.offset, record);
    }

    private List<Line> lines(LogChunk chunk) {
        byte[] bytes = chunk.bytes();
        boolean isRecords = chunk.framing() == Framing.RECORDS;
        boolean isWrapped = !isRecords && envelope.isWrapped(bytes, 0, bytes.length);
        Joining joining = Joining.of(chunk.source().eventStart());
        Map<IoStream, Event> current = new EnumMap<>(IoStream.class);
        Map<IoStream, Before> before = new EnumMap<>(IoStream.class);
        Map<IoStream, Boolean> isPartial = new EnumMap<>(IoStream.class);
        List<Line> lines = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            byte[] text = bytes;
            int from = at;
            int to = end;
            IoStream stream = IoStream.NONE;
            if (isWrapped && envelope.read(bytes, at, end)) {
                text = envelope.bytes();
                from = envelope.from();
                to = envelope.to();
                stream = envelope.stream();
            }
            Event event = current.get(stream);
            boolean isPiece = isPartial.getOrDefault(stream, false);
            boolean goesOn = event != null
                    && !isRecords
                    && (isPiece
                            || isBlank(text, from, to)
                            || joining.goesOn(before.getOrDefault(stream, Before.OTHER), text, from, to));
            if (event == null || !goesOn) {
                event = new Event(chunk.offset() + at);
                current.put(stream, event);
            } else if (!isPiece) {
                event.text.append('\n');
            }
            if (isRecords) {
                event.record = LogRecordCodec.read(text, from, to).orElse(null);
            }
            if (event.record == null) {
                event.text.append(new String(text, from, to - from, StandardCharsets.UTF_8));
            }
            if (!isBlank(text, from, to)) {
                before.put(stream, joining.before(text, from, to));
            }
            isPartial.put(stream, isWrapped && envelope.isPartial());
            lines.add(new Line(at, event));
            at = Math.min(end + 1, bytes.length);
        }
        return lines;
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private static LogChunk without(LogChunk chunk, List<Line> lines) {
        byte[] bytes = chunk.bytes();
        byte[] kept = new byte[bytes.length];
        int length = 0;
        Skips.Builder skips = new Skips.Builder();
        @Nullable String reason = null;
        for (int i = 0; i < lines.size(); i++) {
            int from = lines.get(i).from();
            int end = i + 1 < lines.size() ? lines.get(i + 1).from() : bytes.length;
            reason = lines.get(i).event().reason;
            if (reason == null) {
                System.arraycopy(bytes, from, kept, length, end - from);
                length += end - from;
            } else {
                skips.add(length, end - from, reason);
            }
        }
        return new LogChunk(
                chunk.source(),
                chunk.offset(),
                Arrays.copyOf(kept, length),
                chunk.framing(),
                chunk.observedTime(),
                chunk.continues() && reason == null,
                skips.build());
    }
}
