package dev.logbell.collector.source.framing;

import dev.logbell.collector.source.record.RecordLines;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.Framing;
import dev.logbell.log.LogRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The messages of one session on their way from a framer to the intake, in order, many at once. A message of one line
 * stays the bytes that it was; one that cannot be told from its neighbours as a line becomes a record.
 */
public final class Messages {
    private static final int LONGEST_ORIGINAL = 16_384;
    /** What a record may have besides a text of the longest kind. */
    private static final int FIELDS = 32_768;

    private static final String TRUNCATED = "log.record.truncated";
    private static final String CONTINUED = "log.record.continued";

    private final Destination destination;
    private final Runnable wasCut;
    private int maxEventBytes;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private Framing framing = Framing.LINES;

    /** Who takes messages on. */
    @FunctionalInterface
    public interface Destination {
        /**
         * Takes messages.
         *
         * @param bytes whole lines, the last one ended too
         */
        void take(byte[] bytes, Framing framing);
    }

    /**
     * Messages of one session.
     *
     * @param wasCut is called when a message turns out to be longer than one may be
     */
    public Messages(int maxEventBytes, Destination destination, Runnable wasCut) {
        this.maxEventBytes = maxEventBytes;
        this.destination = destination;
        this.wasCut = wasCut;
    }

    public int maxEventBytes() {
        return maxEventBytes;
    }

    /** Sets how long a message may be from now on; not while a framer reads. */
    public void cutAt(int maximum) {
        maxEventBytes = maximum;
    }

    /** Adds lines as they are, the last one ended too. */
    public void lines(byte[] bytes, int from, int to) {
        begin(Framing.LINES);
        collected.write(bytes, from, to - from);
    }

    /** Adds a line without its end; it may go on the event before it, as lines of a file do. */
    public void line(byte[] bytes, int from, int to) {
        int end = strippedEnd(bytes, from, to);
        if (end > from) {
            begin(Framing.LINES);
            collected.write(bytes, from, end - from);
            collected.write('\n');
        }
    }

    /** Adds a message that is an event of its own, whatever lines it consists of. */
    public void message(byte[] bytes, int from, int to) {
        int end = strippedEnd(bytes, from, to);
        if (end == from) {
            return;
        }
        if (bytes[from] == '<' && indexOf((byte) '\n', bytes, from, end) < 0) {
            line(bytes, from, end);
        } else {
            text(bytes, from, end, true, false);
        }
    }

    /**
     * Adds a piece of a message that is longer than one may be, or that was cut off by its sender.
     *
     * @param isFirst whether the message begins with it
     * @param isCut whether the message should go on after it
     */
    public void piece(byte[] bytes, int from, int to, boolean isFirst, boolean isCut) {
        int end = isCut ? to : strippedEnd(bytes, from, to);
        if (end > from) {
            text(bytes, from, end, isFirst, isCut);
        }
        if (isFirst && isCut) {
            wasCut.run();
        }
    }

    /**
     * Adds a record, cut into several if it is longer than an event may be.
     *
     * @return false, and nothing is added, if it cannot be kept, for what it has besides its text
     */
    public boolean record(LogRecord record) {
        RecordLines lines = new RecordLines(maxEventBytes + FIELDS, bytes -> {});
        try {
            if (!lines.add(record)) {
                return false;
            }
        } catch (NoRoomException e) {
            return false;
        }
        begin(Framing.RECORDS);
        collected.writeBytes(lines.bytes());
        return true;
    }

    /** Hands on what was added. */
    public void flush() {
        if (collected.size() > 0) {
            byte[] bytes = collected.toByteArray();
            collected.reset();
            destination.take(bytes, framing);
        }
    }

    private void begin(Framing wanted) {
        if (framing != wanted) {
            flush();
            framing = wanted;
        }
    }

    private void text(byte[] bytes, int from, int to, boolean isFirst, boolean isCut) {
        Map<String, Object> attributes = new HashMap<>();
        if (isCut) {
            attributes.put(TRUNCATED, true);
        }
        if (!isFirst) {
            attributes.put(CONTINUED, true);
        }
        String text = decode(bytes, from, to, attributes);
        LogRecord.Content content = isFirst ? new LogRecord.Line(text) : new LogRecord.Body(text);
        record(new LogRecord(null, null, 0, "", content, attributes, Map.of(), null, null));
    }

    /** The text; if it is no UTF-8, with the bytes themselves beside it. */
    private static String decode(byte[] bytes, int from, int to, Map<String, Object> attributes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            if (to - from <= LONGEST_ORIGINAL) {
                attributes.put(
                        "log.record.original.base64",
                        Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, to)));
            }
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
    }

    /** The end without line ends and NULs, which some senders put after each message. */
    public static int strippedEnd(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r' || bytes[end - 1] == 0)) {
            end--;
        }
        return end;
    }

    public static int indexOf(byte wanted, byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }
}
