package dev.logbell.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines that a container runtime has wrapped: Docker's json-file
 * ({@code {"log":"text\n","stream":"stderr","time":"2025-11-05T12:00:01.1Z"}}) and the CRI format of Kubernetes
 * ({@code 2025-11-05T12:00:01.1Z stderr F text}). A long line comes in pieces, of which all but the last are
 * {@link #isPartial()}. Holds the last line that was read; not thread-safe.
 */
public final class EnvelopeReader {
    private static final int SHORTEST = 28;
    private static final int LONGEST_TIME = 40;
    private static final byte[] LOG = Ascii.bytes("{\"log\":\"");
    private static final byte[] DOCKER_STDOUT = Ascii.bytes(",\"stream\":\"stdout\"");
    private static final byte[] DOCKER_STDERR = Ascii.bytes(",\"stream\":\"stderr\"");
    private static final byte[] ATTRIBUTES = Ascii.bytes(",\"attrs\":");
    private static final byte[] TIME = Ascii.bytes(",\"time\":\"");
    private static final byte[] CRI_STDOUT = Ascii.bytes(" stdout ");
    private static final byte[] CRI_STDERR = Ascii.bytes(" stderr ");

    private final JsonText unescaped = new JsonText();
    private final Rfc3339 time = new Rfc3339();
    private byte[] line = new byte[0];
    private byte[] bytes = line;
    private int from;
    private int to;
    private int attributesFrom;
    private int attributesTo;
    private boolean isPartial;
    private IoStream stream = IoStream.NONE;

    /**
     * Reads one line.
     *
     * @param lines bytes that hold it, not copied
     * @param lineFrom index of its first byte
     * @param lineTo index after its last byte, separator excluded
     * @return whether it is wrapped; if not, it is its own text, and of no stream
     */
    public boolean read(byte[] lines, int lineFrom, int lineTo) {
        line = lines;
        bytes = lines;
        from = lineFrom;
        to = lineTo;
        isPartial = false;
        stream = IoStream.NONE;
        attributesTo = 0;
        if (lineTo - lineFrom < SHORTEST) {
            return false;
        }
        int end = lines[lineTo - 1] == '\r' ? lineTo - 1 : lineTo;
        byte first = lines[lineFrom];
        return first == '{' ? readDocker(lineFrom, end) : first >= '0' && first <= '9' && readCri(lineFrom, end);
    }

    /** Whether a run of lines begins with one that is wrapped; its first may be the rest of one that was cut. */
    public boolean isWrapped(byte[] lines, int runFrom, int runTo) {
        int at = runFrom;
        for (int i = 0; i < 2 && at < runTo; i++) {
            int end = at;
            while (end < runTo && lines[end] != '\n') {
                end++;
            }
            if (read(lines, at, end)) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    /** What holds the text: the line's own bytes or, where it was escaped, others that the next line overwrites. */
    public byte[] bytes() {
        return bytes;
    }

    /** Index of the first byte of the text. */
    public int from() {
        return from;
    }

    /** Index after the last byte of the text, its line end excluded. */
    public int to() {
        return to;
    }

    /** Whether the text goes on in the next line of its stream. */
    public boolean isPartial() {
        return isPartial;
    }

    public IoStream stream() {
        return stream;
    }

    /** When the runtime got the line, to the millisecond; only if it is wrapped. */
    public long millis() {
        return time.second() * 1000 + time.nano() / 1_000_000;
    }

    /** When the runtime got the line; only if it is wrapped. */
    public Instant time() {
        return Instant.ofEpochSecond(time.second(), time.nano());
    }

    /** The JSON object with labels that Docker was told to add; null if there is none. */
    public @Nullable String attributes() {
        return attributesTo == 0
                ? null
                : new String(line, attributesFrom, attributesTo - attributesFrom, StandardCharsets.UTF_8);
    }

    private boolean readCri(int lineFrom, int end) {
        int space = lineFrom + 19;
        int longest = Math.min(end, lineFrom + LONGEST_TIME);
        if (line[lineFrom + 10] != 'T') {
            return false;
        }
        while (space < longest && line[space] != ' ') {
            space++;
        }
        boolean isOut = Ascii.startsWith(line, space, end, CRI_STDOUT);
        int tag = space + CRI_STDOUT.length;
        if (tag >= end || !(isOut || Ascii.startsWith(line, space, end, CRI_STDERR))) {
            return false;
        }
        byte kind = line[tag];
        int tagEnd = tag + 1;
        while (tagEnd < end && line[tagEnd] != ' ' && line[tag + 1] == ':') {
            tagEnd++;
        }
        boolean isTag = (kind == 'P' || kind == 'F') && (tagEnd == end || line[tagEnd] == ' ');
        if (!isTag || !time.read(line, lineFrom, space)) {
            return false;
        }
        stream = isOut ? IoStream.STDOUT : IoStream.STDERR;
        isPartial = kind == 'P';
        from = Math.min(end, tagEnd + 1);
        to = end;
        return true;
    }

    private boolean readDocker(int lineFrom, int end) {
        if (line[end - 1] != '}' || line[end - 2] != '"' || !Ascii.startsWith(line, lineFrom, end, LOG)) {
            return false;
        }
        int timeFrom = end - 3;
        int earliest = Math.max(lineFrom, end - LONGEST_TIME);
        while (timeFrom > earliest && line[timeFrom - 1] != '"') {
            timeFrom--;
        }
        int timeKey = timeFrom - TIME.length;
        if (timeKey <= lineFrom || !Ascii.startsWith(line, timeKey, end, TIME)) {
            return false;
        }
        int quote = unescaped.read(line, lineFrom + LOG.length, timeKey);
        if (quote < 0) {
            return false;
        }
        boolean isOut = Ascii.startsWith(line, quote + 1, timeKey, DOCKER_STDOUT);
        if (!isOut && !Ascii.startsWith(line, quote + 1, timeKey, DOCKER_STDERR)) {
            return false;
        }
        int rest = quote + 1 + DOCKER_STDOUT.length;
        boolean hasAttributes = Ascii.startsWith(line, rest, timeKey, ATTRIBUTES);
        if ((!hasAttributes && rest != timeKey) || !time.read(line, timeFrom, end - 2)) {
            return false;
        }
        if (hasAttributes) {
            attributesFrom = rest + ATTRIBUTES.length;
            attributesTo = timeKey;
        }
        stream = isOut ? IoStream.STDOUT : IoStream.STDERR;
        isPartial = !unescaped.hasNewline();
        bytes = unescaped.bytes();
        from = unescaped.from();
        to = unescaped.to();
        return true;
    }
}
