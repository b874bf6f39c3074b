package dev.logbell.collector.source.file;

import dev.logbell.collector.source.file.ChunkCutter.Ending;
import dev.logbell.log.Continuation.Before;
import dev.logbell.log.EnvelopeReader;
import dev.logbell.log.IoStream;
import dev.logbell.log.Joining;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Finds where a chunk of lines may end that a container runtime has wrapped: where no event of either stream goes on.
 * Events of the two overlap, so it walks over all lines, once, from the first on. Not thread-safe.
 */
final class EnvelopeCutter {
    private final EnvelopeReader reader = new EnvelopeReader();
    private final ReadingLimits limits;
    private final Map<IoStream, Events> streams = new EnumMap<>(IoStream.class);

    EnvelopeCutter(ReadingLimits limits) {
        this.limits = limits;
        for (IoStream stream : IoStream.values()) {
            streams.put(stream, new Events());
        }
    }

    boolean isWrapped(byte[] bytes, int from, int to) {
        return reader.isWrapped(bytes, from, to);
    }

    /**
     * The last place where an event of each stream ends.
     *
     * @param bytes of which {@code [from, to)} are looked at; no event goes on at {@code from}
     * @return its index, {@code from} if there is none
     */
    int lastEnd(Joining joining, byte[] bytes, int from, int to, Ending ending) {
        if (ending == Ending.OVER) {
            return to;
        }
        for (Events stream : streams.values()) {
            stream.clear();
        }
        long newest = 0;
        int at = from;
        for (int newline = newline(bytes, at, to); newline >= 0; newline = newline(bytes, at, to)) {
            boolean isWrapped = reader.read(bytes, at, newline);
            long millis = isWrapped ? reader.millis() : newest;
            newest = Math.max(newest, millis);
            Events events = streams.get(reader.stream());
            if (events != null) {
                events.add(joining, reader, at, newline + 1, millis);
            }
            at = newline + 1;
        }
        boolean isQuiet = ending == Ending.QUIET && at == to;
        int end = at;
        for (Events stream : streams.values()) {
            end = Math.min(end, stream.end(isQuiet, newest, limits));
        }
        return outside(end);
    }

    /** The last end of a line, for what has to be cut although no event ends; {@code to} if there is none. */
    static int lastLine(byte[] bytes, int from, int to) {
        int at = to;
        while (at > from && bytes[at - 1] != '\n') {
            at--;
        }
        return at > from ? at : to;
    }

    /** The last index up to that one at which no event goes on. */
    private int outside(int latest) {
        int end = latest;
        int before = -1;
        while (end != before) {
            before = end;
            for (Events stream : streams.values()) {
                end = stream.outside(end);
            }
        }
        return end;
    }

    private static int newline(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** The events of one stream. */
    private static final class Events {
        /** Start and end of each event of several lines that is over. */
        private int[] spans = new int[16];

        private int spanCount;
        private int start;
        private int end;
        private int lines;
        private long millis;
        private boolean isCut;
        private boolean isBraced;
        private Before before = Before.OTHER;

        void clear() {
            spanCount = 0;
            lines = 0;
            isCut = false;
            before = Before.OTHER;
        }

        void add(Joining joining, EnvelopeReader line, int lineStart, int lineEnd, long time) {
            byte[] text = line.bytes();
            if (!isCut) {
                boolean isBlank = ChunkCutter.isBlank(text, line.from(), line.to());
                if (lines == 0 || !joining.goesOn(before, text, line.from(), line.to())) {
                    close();
                    start = lineStart;
                    lines = 0;
                }
                if (!isBlank) {
                    before = line.isPartial() ? Before.OTHER : joining.before(text, line.from(), line.to());
                    isBraced = line.isPartial() && text[line.from()] == '{';
                }
            } else if (!line.isPartial()
                    && isBraced
                    && line.to() > line.from()
                    && text[line.to() - 1] == '}'
                    && joining.equals(Joining.BY_LOOK)) {
                before = Before.WHOLE;
            }
            isCut = line.isPartial();
            lines++;
            end = lineEnd;
            millis = time;
        }

        private void close() {
            if (lines > 1) {
                if (spanCount + 2 > spans.length) {
                    spans = Arrays.copyOf(spans, 2 * spans.length);
                }
                spans[spanCount++] = start;
                spans[spanCount++] = end;
            }
        }

        /** Up to where events are over: its last one is if it was quiet for long enough by the runtime's clock. */
        int end(boolean isQuiet, long newest, ReadingLimits limits) {
            if (lines == 0) {
                return Integer.MAX_VALUE;
            }
            boolean isOver = isCut
                    ? newest - millis >= limits.partialLineTime().toMillis()
                    : isQuiet
                            || before == Before.WHOLE
                            || newest - millis
                                    >= limits.quietTime().toMillis()
                                            * (lines > 1 ? ChunkCutter.PATIENCE_WITH_LINES : 1);
            if (!isOver) {
                return start;
            }
            close();
            return Integer.MAX_VALUE;
        }

        /** The last index up to that one that lies in none of the events. */
        int outside(int latest) {
            while (spanCount > 0 && spans[spanCount - 2] >= latest) {
                spanCount -= 2;
            }
            return spanCount > 0 && spans[spanCount - 1] > latest ? spans[spanCount - 2] : latest;
        }
    }
}
