package dev.logbell.collector.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class SendWindowTest {
    private static final Source SOURCE = new Source("file:web-1:1:1:x", Map.of());
    private static final int USUAL = 100;

    private final Mailbox mailbox = new Mailbox();
    private final Deque<Flight> sent = new ArrayDeque<>();
    private final List<Long> accepted = new ArrayList<>();
    private final List<Throwable> refused = new ArrayList<>();
    private final List<Long> overtaken = new ArrayList<>();
    private final SendWindow window = new SendWindow(
            mailbox,
            new InFlight(1 << 20),
            0,
            USUAL,
            sent::add,
            chunk -> accepted.add(chunk.offset()),
            refused::add,
            chunk -> overtaken.add(chunk.offset()));
    private long end;

    @Test
    void sendsOneChunkAloneUntilAFirstIsTaken() {
        send(50);
        assertThat(window.hasRoom()).isFalse();
        take(sent.remove());
        send(50);
        assertThat(window.hasRoom() && window.hasRoomFor(50)).isTrue();
    }

    @Test
    void sendsAChunkAloneThatIsLargerThanAnyThatWasTaken() {
        send(50);
        take(sent.remove());
        send(50);
        assertThat(window.hasRoomFor(51)).isFalse();
        take(sent.remove());
        assertThat(window.hasRoomFor(60)).isTrue();
        send(60);
        assertThat(window.hasRoom()).isFalse();
        take(sent.remove());
        send(60);
        assertThat(window.hasRoom() && window.hasRoomFor(60)).isTrue();
    }

    @Test
    void sendsAChunkAboveTheUsualSizeAlwaysAlone() {
        send(USUAL + 1);
        take(sent.remove());
        send(10);
        assertThat(window.hasRoomFor(USUAL + 1)).isFalse();
    }

    @Test
    void sendsEverythingFromARefusedChunkOnAgainInOrder() {
        send(50);
        take(sent.remove());
        send(50);
        send(50);
        send(50);
        refuse(sent.remove(), new TopicAuthorizationException("not yet"));
        assertThat(window.hasRoom()).isFalse();
        refuse(sent.remove(), new TopicAuthorizationException("not yet"));
        refuse(sent.remove(), new TopicAuthorizationException("not yet"));
        window.retry(0);
        assertThat(sent).isEmpty();
        window.retry(500);
        assertThat(sent).extracting(flight -> flight.chunk().offset()).containsExactly(50L);
        take(sent.remove());
        window.retry(500);
        take(sent.remove());
        window.retry(500);
        take(sent.remove());
        assertThat(accepted).containsExactly(0L, 50L, 100L, 150L);
        assertThat(window.acknowledged()).isEqualTo(200);
        assertThat(overtaken).isEmpty();
    }

    @Test
    void neverMovesOverAChunkThatALaterOneOvertookAndTellsIt() {
        send(50);
        take(sent.remove());
        send(20);
        send(50);
        Flight early = sent.remove();
        take(sent.remove());
        refuse(early, new TopicAuthorizationException("not yet"));
        assertThat(window.acknowledged()).isEqualTo(50);
        window.retry(0);
        assertThat(overtaken).containsExactly(50L);
        window.retry(500);
        assertThat(sent).extracting(flight -> flight.chunk().offset()).containsExactly(50L);
        take(sent.remove());
        window.retry(500);
        take(sent.remove());
        assertThat(window.acknowledged()).isEqualTo(120);
        assertThat(window.isEmpty()).isTrue();
    }

    @Test
    void halvesWhatIsTooLarge() {
        send(90);
        refuse(sent.remove(), new RecordTooLargeException());
        window.retry(0);
        window.retry(500);
        assertThat(sent).extracting(flight -> flight.chunk().bytes().length).containsExactly(45);
        take(sent.remove());
        window.retry(500);
        take(sent.remove());
        assertThat(window.acknowledged()).isEqualTo(90);
    }

    @Test
    void halvesRecordsBetweenTwoOfThem() {
        String first = "{\"line\":\"one\"}\n";
        String second = "{\"line\":\"two, and longer\"}\n";
        byte[] bytes = (first + second).getBytes(StandardCharsets.UTF_8);
        window.send(new LogChunk(SOURCE, 0, bytes, Framing.RECORDS, Instant.EPOCH, false));
        refuse(sent.remove(), new RecordTooLargeException());
        window.retry(0);
        window.retry(500);
        assertThat(text(sent.getFirst())).isEqualTo(first);
        assertThat(sent.getFirst().chunk().continues()).isFalse();
        take(sent.remove());
        window.retry(500);
        assertThat(text(sent.getFirst())).isEqualTo(second);
    }

    @Test
    void passesTheEdgeOnceAndRemembersWhatWasRead() {
        AtomicInteger passed = new AtomicInteger();
        UnaryOperator<LogChunk> edge = chunk -> {
            passed.incrementAndGet();
            Arrays.fill(chunk.bytes(), 0, 3, (byte) '*');
            return chunk;
        };
        SendWindow edged = new SendWindow(
                mailbox, new InFlight(1 << 20), 0, USUAL, Outlet.of(() -> edge, sent::add), x -> {}, x -> {}, x -> {});
        byte[] bytes = "secret\n".getBytes(StandardCharsets.UTF_8);
        edged.send(new LogChunk(SOURCE, 0, bytes, Framing.LINES, Instant.EPOCH, false));
        refuse(sent.remove(), new IllegalStateException("away"));
        edged.retry(0);
        edged.retry(500);
        assertThat(text(sent.getFirst())).isEqualTo("***ret\n");
        take(sent.remove());
        assertThat(passed).hasValue(1);
        assertThat(new String(edged.acknowledgedEnd(), StandardCharsets.UTF_8)).isEqualTo("secret\n");
    }

    private static String text(Flight flight) {
        return new String(flight.chunk().bytes(), StandardCharsets.UTF_8);
    }

    private void send(int length) {
        window.send(new LogChunk(SOURCE, end, new byte[length], Framing.LINES, Instant.EPOCH, false));
        end += length;
    }

    private void take(Flight flight) {
        flight.acknowledge();
        mailbox.open();
    }

    private void refuse(Flight flight, RuntimeException reason) {
        flight.refuse(reason);
        mailbox.open();
    }
}
