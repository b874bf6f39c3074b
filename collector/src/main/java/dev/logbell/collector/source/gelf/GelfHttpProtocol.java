package dev.logbell.collector.source.gelf;

import dev.logbell.collector.source.http.Answer;
import dev.logbell.collector.source.http.Decoded;
import dev.logbell.collector.source.http.PushProtocol;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.record.Loan;
import dev.logbell.collector.source.record.RecordLines;
import dev.logbell.collector.source.record.Room;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.Framing;
import dev.logbell.otlp.MalformedException;
import jakarta.inject.Singleton;
import java.util.List;

/** GELF over HTTP: one message a request, or several, one a line. */
@Singleton
final class GelfHttpProtocol implements PushProtocol {
    @Override
    public String kind() {
        return "gelf";
    }

    @Override
    public List<String> paths() {
        return List.of("/gelf");
    }

    @Override
    public Decoded decode(Pushed pushed) throws MalformedException, NoRoomException, PushRefusedException {
        byte[] body = GelfMessage.decompress(pushed.plainBody(), pushed.limits().maxBodyBytes(), pushed.room());
        RecordLines lines = pushed.lines();
        int number = 0;
        for (int from = 0; from < body.length; ) {
            int end = from;
            while (end < body.length && body[end] != '\n' && body[end] != 0) {
                end++;
            }
            number++;
            if (!isBlank(body, from, end)) {
                try {
                    add(body, from, isPretty(body, from, end) ? body.length : end, lines, pushed.room());
                } catch (MalformedException e) {
                    throw new MalformedException("message %d: %s".formatted(number, e.getMessage()));
                }
                if (isPretty(body, from, end)) {
                    break;
                }
            }
            from = end + 1;
        }
        return new Decoded(lines.bytes(), Framing.RECORDS, Answer.empty(202));
    }

    private static void add(byte[] body, int from, int to, RecordLines lines, Room room)
            throws MalformedException, NoRoomException, PushRefusedException {
        try (Loan tree = new Loan(room)) {
            if (!lines.add(GelfMessage.read(body, from, to, tree))) {
                throw new PushRefusedException(
                        Reason.TOO_LARGE, "the fields of a message are longer than collector.max-event-bytes");
            }
        }
    }

    /** Whether a message goes on over the end of its first line. */
    private static boolean isPretty(byte[] body, int from, int end) {
        int at = end - 1;
        while (at > from && body[at] <= ' ') {
            at--;
        }
        return end < body.length && body[at] != '}';
    }

    private static boolean isBlank(byte[] body, int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] > ' ' || body[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
