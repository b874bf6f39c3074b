package dev.logbell.collector.source.gelf;

import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.record.MalformedException;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.collector.source.socket.DatagramReader;
import dev.logbell.collector.source.socket.SocketMetrics.Drop;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/**
 * GELF over UDP: a datagram is a message, compressed or not, or one of up to 128 chunks of one. A chunk begins with
 * {@code 1E 0F}, eight bytes that name the message, the chunk's number and how many there are. (Graylog, "GELF via UDP".)
 */
public final class GelfDatagrams implements DatagramReader {
    private static final int HEADER = 12;
    private static final int MOST_CHUNKS = 128;
    private static final int MOST_UNFINISHED = 1000;
    private static final long MOST_BYTES = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ObjLongConsumer<Drop> dropped;
    private final LongSupplier nanos;
    /** In the order in which their first chunks came. */
    private final Map<Name, Unfinished> unfinished = new LinkedHashMap<>();

    private long bytes;

    private record Name(InetAddress peer, long id) {}

    private static final class Unfinished {
        private final byte[][] chunks;
        private final long since;
        private int count;
        private int length;

        Unfinished(int chunks, long since) {
            this.chunks = new byte[chunks][];
            this.since = since;
        }
    }

    /**
     * A reader of datagrams.
     *
     * @param dropped is told of datagrams that are lost, and why
     * @param nanos a clock that only goes forward
     */
    public GelfDatagrams(ObjLongConsumer<Drop> dropped, LongSupplier nanos) {
        this.dropped = dropped;
        this.nanos = nanos;
    }

    @Override
    public void read(InetAddress peer, byte[] datagram, int length, Messages to) {
        if (length >= 2 && datagram[0] == 0x1E && datagram[1] == 0x0F) {
            readChunk(peer, datagram, length, to);
        } else {
            readWhole(Arrays.copyOf(datagram, length), 1, to);
        }
    }

    private void readChunk(InetAddress peer, byte[] datagram, int length, Messages to) {
        int number = length < HEADER ? 0 : datagram[10] & 0xFF;
        int count = length < HEADER ? 0 : datagram[11] & 0xFF;
        if (count == 0 || count > MOST_CHUNKS || number >= count) {
            dropped.accept(Drop.MALFORMED, 1);
            return;
        }
        Name name = new Name(peer, ByteBuffer.wrap(datagram, 2, 8).getLong());
        Unfinished message = unfinished.computeIfAbsent(name, any -> new Unfinished(count, nanos.getAsLong()));
        if (message.chunks.length != count) {
            dropped.accept(Drop.MALFORMED, 1);
            return;
        }
        if (message.chunks[number] != null) {
            return;
        }
        message.chunks[number] = Arrays.copyOfRange(datagram, HEADER, length);
        message.count++;
        message.length += length - HEADER;
        bytes += length - HEADER;
        if (message.count == count) {
            unfinished.remove(name);
            bytes -= message.length;
            ByteArrayOutputStream whole = new ByteArrayOutputStream(message.length);
            for (byte[] chunk : message.chunks) {
                whole.writeBytes(chunk);
            }
            readWhole(whole.toByteArray(), count, to);
        } else {
            giveUp(unfinished.size() > MOST_UNFINISHED || bytes > MOST_BYTES);
        }
    }

    private void readWhole(byte[] message, int datagrams, Messages to) {
        try {
            byte[] plain = GelfMessage.decompress(message, 2 * to.maxEventBytes(), any -> {});
            if (plain.length > to.maxEventBytes()) {
                to.piece(plain, 0, to.maxEventBytes(), true, true);
                to.piece(plain, to.maxEventBytes(), plain.length, false, false);
            } else {
                GelfText.read(plain, 0, plain.length, to);
            }
        } catch (MalformedException | NoRoomException | PushRefusedException e) {
            dropped.accept(Drop.MALFORMED, datagrams);
        }
    }

    /** Gives up what was waited for too long. */
    @Override
    public void keepHouse() {
        giveUp(false);
    }

    private void giveUp(boolean isEldestToGo) {
        long now = nanos.getAsLong();
        boolean goes = isEldestToGo;
        for (Iterator<Unfinished> eldestFirst = unfinished.values().iterator(); eldestFirst.hasNext(); ) {
            Unfinished message = eldestFirst.next();
            if (!goes && now - message.since <= PATIENCE.toNanos()) {
                return;
            }
            goes = false;
            eldestFirst.remove();
            bytes -= message.length;
            dropped.accept(Drop.INCOMPLETE, message.count);
        }
    }
}
