package dev.logbell.collector.source.gelf;

import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.otlp.MalformedException;

/** Reads the messages that arrive over UDP and TCP. What is none is kept as text. */
public final class GelfText {
    private GelfText() {}

    /** Adds one message that is not compressed. */
    public static void read(byte[] bytes, int from, int to, Messages messages) {
        try {
            if (messages.record(GelfMessage.read(bytes, from, to, _ -> {}))) {
                return;
            }
        } catch (MalformedException | NoRoomException e) {
            // its sender cannot be told, so what it sent is kept as it is
        }
        messages.message(bytes, from, to);
    }
}
