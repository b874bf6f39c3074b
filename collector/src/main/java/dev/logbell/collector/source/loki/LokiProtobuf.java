package dev.logbell.collector.source.loki;

import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.collector.source.record.SenderFields;
import dev.logbell.otlp.MalformedException;
import dev.logbell.otlp.Protobuf;
import java.time.Instant;

/** Reads a {@code logproto.PushRequest}. (grafana/loki, {@code pkg/push/push.proto}.) */
final class LokiProtobuf {
    private LokiProtobuf() {}

    static void read(byte[] request, LokiEntries into)
            throws MalformedException, NoRoomException, PushRefusedException {
        Protobuf message = new Protobuf(request);
        while (message.next()) {
            if (message.field() == 1) {
                readStream(message.message(), into);
            } else {
                message.skip();
            }
        }
    }

    private static void readStream(Protobuf message, LokiEntries into)
            throws MalformedException, NoRoomException, PushRefusedException {
        Protobuf entries = message.copy();
        SenderFields labels = new SenderFields();
        while (message.next()) {
            if (message.field() == 1) {
                Labels.read(message.text(), labels);
            } else {
                message.skip();
            }
        }
        while (entries.next()) {
            if (entries.field() == 2) {
                readEntry(entries.message(), labels, into);
            } else {
                entries.skip();
            }
        }
    }

    private static void readEntry(Protobuf message, SenderFields labels, LokiEntries into)
            throws MalformedException, NoRoomException, PushRefusedException {
        Instant timestamp = Instant.EPOCH;
        String line = "";
        Protobuf pairs = message.copy();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> timestamp = timestamp(message.message());
                case 2 -> line = message.text();
                default -> message.skip();
            }
        }
        if (line.isBlank()) {
            return;
        }
        SenderFields fields = labels.copy();
        while (pairs.next()) {
            if (pairs.field() == 3) {
                readPair(pairs.message(), fields);
            } else {
                pairs.skip();
            }
        }
        into.add(line, timestamp, fields);
    }

    private static Instant timestamp(Protobuf message) throws MalformedException {
        long seconds = 0;
        long nanos = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> seconds = message.varint();
                case 2 -> nanos = message.varint();
                default -> message.skip();
            }
        }
        return seconds < 0 || seconds > Instant.MAX.getEpochSecond() || nanos < 0 || nanos > 999_999_999
                ? Instant.EPOCH
                : Instant.ofEpochSecond(seconds, nanos);
    }

    private static void readPair(Protobuf message, SenderFields into) throws MalformedException {
        String name = "";
        String value = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> value = message.text();
                default -> message.skip();
            }
        }
        into.put(name, value);
    }
}
