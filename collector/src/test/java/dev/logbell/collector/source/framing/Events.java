package dev.logbell.collector.source.framing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.logbell.log.Framing;
import dev.logbell.log.LogRecord;
import dev.logbell.wire.LogRecordCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What a framer makes of bytes: the lines and records that it hands on, in order. */
public final class Events {
    private final List<String> events = new ArrayList<>();
    private final Messages messages;
    private int cuts;

    public Events(int maxEventBytes) {
        messages = new Messages(maxEventBytes, this::take, () -> cuts++);
    }

    /** Feeds a framer with all bytes at once. */
    public static Events of(Framer framer, int maxEventBytes, byte[] bytes) {
        Events events = new Events(maxEventBytes);
        framer.read(bytes, events.messages());
        return events.end(framer);
    }

    /** Feeds a framer with pieces of random sizes. */
    public static Events inPieces(Framer framer, int maxEventBytes, byte[] bytes, Random random) {
        Events events = new Events(maxEventBytes);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(1 + random.nextInt(40)));
            framer.read(Arrays.copyOfRange(bytes, from, to), events.messages());
            from = to;
        }
        return events.end(framer);
    }

    private Events end(Framer framer) {
        framer.end(messages);
        messages.flush();
        return this;
    }

    public Messages messages() {
        return messages;
    }

    private void take(byte[] bytes, Framing framing) {
        if (bytes[bytes.length - 1] != '\n') {
            throw new AssertionError("half a line was handed on");
        }
        for (String line : new String(bytes, 0, bytes.length - 1, UTF_8).split("\n", -1)) {
            if (framing == Framing.LINES) {
                events.add(line);
            } else {
                byte[] json = line.getBytes(UTF_8);
                LogRecord record =
                        LogRecordCodec.read(json, 0, json.length).orElseThrow(() -> new AssertionError("no record"));
                String mark = record.attributes().containsKey("log.record.truncated") ? "~" : "";
                events.add(
                        switch (record.content()) {
                            case LogRecord.Line(String text) -> "line:" + text + mark;
                            case LogRecord.Body(Object body) -> "body:" + body + mark;
                        });
            }
        }
    }

    /** Lines as they are; records as {@code line:} or {@code body:} with their text, and {@code ~} if marked as cut. */
    public List<String> list() {
        return List.copyOf(events);
    }

    /** All texts one after the other, whatever they were divided into. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (String event : events) {
            text.append(event.replaceFirst("^(line|body):", "").replaceFirst("~$", ""));
        }
        return text.toString();
    }

    public int cuts() {
        return cuts;
    }
}
