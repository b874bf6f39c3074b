package dev.logbell.collector.source.loki;

import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.record.Json;
import dev.logbell.collector.source.record.Room;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.collector.source.record.SenderFields;
import dev.logbell.otlp.MalformedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"streams":[{"stream":{"app":"x"},"values":[["<nanoseconds>","line",{"name":"value"}]]}]}}. */
final class LokiJson {
    private LokiJson() {}

    static void read(byte[] request, Room room, LokiEntries into)
            throws MalformedException, NoRoomException, PushRefusedException {
        for (Object stream : list(Json.message(request, room).get("streams"), "streams")) {
            if (!(stream instanceof Map<?, ?> of)) {
                throw new MalformedException("streams must be a list of objects");
            }
            SenderFields labels = new SenderFields();
            if (of.get("stream") instanceof Map<?, ?> named) {
                named.forEach((name, value) -> labels.putLabel(String.valueOf(name), Json.text(value)));
            } else {
                throw new MalformedException("stream must be an object of labels");
            }
            for (Object value : list(of.get("values"), "values")) {
                readEntry(list(value, "values"), labels, into);
            }
        }
    }

    private static void readEntry(List<?> entry, SenderFields labels, LokiEntries into)
            throws MalformedException, NoRoomException, PushRefusedException {
        if (entry.size() < 2 || !(entry.get(0) instanceof String time) || !(entry.get(1) instanceof String line)) {
            throw new MalformedException("a value must be a list of nanoseconds and a line, both text");
        }
        if (line.isBlank()) {
            return;
        }
        SenderFields fields = labels.copy();
        if (entry.size() > 2 && entry.get(2) instanceof Map<?, ?> more) {
            more.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        into.add(line, time(time), fields);
    }

    private static Instant time(String nanos) throws MalformedException {
        try {
            long value = Long.parseLong(nanos);
            return Instant.ofEpochSecond(Math.floorDiv(value, 1_000_000_000L), Math.floorMod(value, 1_000_000_000L));
        } catch (NumberFormatException e) {
            throw new MalformedException("a timestamp must be nanoseconds since 1970 as text");
        }
    }

    private static List<?> list(@Nullable Object value, String name) throws MalformedException {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new MalformedException("%s must be a list".formatted(name));
    }
}
