package dev.logbell.collector.source.gelf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.source.framing.DelimitedFramer;
import dev.logbell.collector.source.framing.Events;
import dev.logbell.collector.source.socket.SocketMetrics.Drop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GelfDatagramsTest {
    private static final InetAddress PEER = InetAddress.ofLiteral("10.1.2.3");
    private static final InetAddress OTHER = InetAddress.ofLiteral("10.1.2.4");
    private static final int MOST = 10_000;

    private final Map<Drop, Long> dropped = new EnumMap<>(Drop.class);
    private long nanos;
    private final GelfDatagrams datagrams =
            new GelfDatagrams((reason, count) -> dropped.merge(reason, count, Long::sum), () -> nanos);
    private final Events events = new Events(MOST);

    @Test
    void readsAMessageCompressedOrNot() throws IOException {
        read(PEER, gelf("plain"));
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(gelf("gzip"));
        }
        read(PEER, gzip.toByteArray());
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(gelf("zlib"));
        }
        read(PEER, zlib.toByteArray());
        assertThat(list()).containsExactly("line:plain", "line:gzip", "line:zlib");
        assertThat(dropped).isEmpty();
    }

    @Test
    void joinsChunksThatComeInAnyOrderAndMoreThanOnce() {
        List<byte[]> chunks = chunks(7, gelf("in three chunks"), 3);
        for (int number : List.of(2, 0, 2, 0)) {
            read(PEER, chunks.get(number));
        }
        assertThat(list()).isEmpty();
        read(PEER, chunks.get(1));
        assertThat(list()).containsExactly("line:in three chunks");
        assertThat(dropped).isEqualTo(Map.of(Drop.DUPLICATE, 2L));
    }

    @Test
    void tellsMessagesOfOneNameAndTwoSendersApart() {
        List<byte[]> mine = chunks(7, gelf("mine"), 2);
        List<byte[]> others = chunks(7, gelf("others"), 2);
        read(PEER, mine.get(0));
        read(OTHER, others.get(1));
        read(OTHER, others.get(0));
        read(PEER, mine.get(1));
        assertThat(list()).containsExactly("line:others", "line:mine");
    }

    @Test
    void givesUpAMessageWhoseChunksDoNotComeInTime() {
        List<byte[]> chunks = chunks(7, gelf("too late"), 3);
        read(PEER, chunks.get(0));
        read(PEER, chunks.get(1));
        nanos += Duration.ofSeconds(5).toNanos();
        datagrams.keepHouse();
        assertThat(dropped).isEmpty();
        nanos++;
        datagrams.keepHouse();
        assertThat(dropped).isEqualTo(Map.of(Drop.INCOMPLETE, 2L));
        read(PEER, chunks.get(2));
        assertThat(list()).isEmpty();
    }

    @Test
    void holdsNoMoreThanAThousandMessagesThatAreNotWhole() {
        for (int id = 0; id < 1500; id++) {
            read(PEER, chunks(id, gelf("half"), 2).getFirst());
        }
        assertThat(dropped).isEqualTo(Map.of(Drop.INCOMPLETE, 500L));
    }

    @Test
    void keepsWhatIsNoMessageAsTextAndCountsWhatCannotBe() {
        read(PEER, "no json".getBytes(UTF_8));
        assertThat(list()).containsExactly("line:no json");
        read(PEER, new byte[] {0x1F, (byte) 0x8B, 1, 2, 3});
        read(PEER, new byte[] {0x1E, 0x0F, 1});
        read(PEER, chunk(1, 3, 3, new byte[1]));
        read(PEER, chunk(1, 0, 200, new byte[1]));
        assertThat(dropped).isEqualTo(Map.of(Drop.MALFORMED, 4L));
    }

    @Test
    void givesUpSoManyThatTheRestIsWithinBounds() {
        int small = 300;
        for (int id = 0; id < small; id++) {
            read(PEER, chunk(id, 0, 2, new byte[1]));
        }
        byte[] part = new byte[60_000];
        int fit = (16 << 20) / part.length;
        for (int id = 0; id < fit; id++) {
            read(PEER, chunk(small + id, 0, 2, part));
        }
        assertThat(dropped).isEmpty();
        read(PEER, chunk(small + fit, 0, 2, part));
        assertThat(dropped).isEqualTo(Map.of(Drop.INCOMPLETE, small + 1L));
    }

    @Test
    void cutsAMessageThatIsTooLongButNoCharacter() {
        String text = "a" + "ä".repeat(13_999);
        read(PEER, text.getBytes(UTF_8));
        assertThat(list())
                .containsExactly(
                        "line:" + text.substring(0, 5000) + "~",
                        "body:" + text.substring(5000, 10_000) + "~",
                        "body:" + text.substring(10_000));
        assertThat(events.cuts()).isEqualTo(1);
        assertThat(dropped).isEmpty();
    }

    @Test
    void keepsTheBeginningOfAMessageThatGrowsBeyondBounds() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            out.write('a');
            for (int i = 0; i < 1000; i++) {
                out.write("ä".repeat(MOST).getBytes(UTF_8));
            }
        }
        read(PEER, bomb.toByteArray());
        assertThat(list()).containsExactly("line:a" + "ä".repeat(4999) + "~", "body:" + "ä".repeat(5000) + "~");
        assertThat(events.cuts()).isEqualTo(1);
        assertThat(dropped).isEmpty();
    }

    @Test
    void readsMessagesOfAConnectionThatEachEndWithANul() {
        String wire = new String(gelf("one"), UTF_8) + "\0" + new String(gelf("two\\nlines"), UTF_8) + "\0{\"short_me";
        DelimitedFramer framer = new DelimitedFramer((byte) 0, GelfText::read);
        assertThat(Events.of(framer, MOST, wire.getBytes(UTF_8)).list())
                .containsExactly("line:one", "line:two\nlines", "line:{\"short_me");
    }

    @Property(tries = 200)
    void findsEveryMessageHoweverItsChunksAreMixed(@ForAll @IntRange(max = 20) int messages, @ForAll Random random) {
        List<byte[]> wire = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int id = 0; id < messages; id++) {
            wire.addAll(chunks(id, gelf("message " + id), 1 + random.nextInt(10)));
            expected.add("line:message " + id);
        }
        Collections.shuffle(wire, random);
        GelfDatagramsTest fresh = new GelfDatagramsTest();
        wire.forEach(datagram -> fresh.read(PEER, datagram));
        assertThat(fresh.list()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(fresh.dropped).isEmpty();
    }

    @Property(tries = 300)
    void survivesAnyBytes(@ForAll byte[] bytes, @ForAll boolean isChunk) {
        read(PEER, isChunk ? chunk(1, 0, 1, bytes) : bytes);
        assertThat(list()).isNotNull();
    }

    private void read(InetAddress peer, byte[] datagram) {
        datagrams.read(peer, datagram, datagram.length, events.messages());
    }

    private List<String> list() {
        events.messages().flush();
        return events.list();
    }

    private static byte[] gelf(String message) {
        return ("{\"version\":\"1.1\",\"host\":\"web-1\",\"short_message\":\"" + message + "\",\"level\":3}")
                .getBytes(UTF_8);
    }

    private static List<byte[]> chunks(long id, byte[] message, int count) {
        List<byte[]> chunks = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int from = message.length * number / count;
            int to = message.length * (number + 1) / count;
            byte[] part = new byte[to - from];
            System.arraycopy(message, from, part, 0, part.length);
            chunks.add(chunk(id, number, count, part));
        }
        return chunks;
    }

    private static byte[] chunk(long id, int number, int count, byte[] part) {
        return ByteBuffer.allocate(12 + part.length)
                .put((byte) 0x1E)
                .put((byte) 0x0F)
                .putLong(id)
                .put((byte) number)
                .put((byte) count)
                .put(part)
                .array();
    }
}
