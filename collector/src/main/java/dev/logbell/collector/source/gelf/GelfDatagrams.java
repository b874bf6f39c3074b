package dev.logbell.collector.source.gelf;

import dev.logbell.collector.source.file.ChunkCutter;
import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.http.Compression;
import dev.logbell.collector.source.socket.DatagramReader;
import dev.logbell.collector.source.socket.SocketMetrics.Drop;
import dev.logbell.otlp.MalformedException;
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
    /** Of a compressed message that is longer than an event may be; the rest is cut off, since it may be any length. */
    private static final int MOST_PIECES = 2;

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
            dropped.accept(Drop.DUPLICATE, 1);
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
            giveUp();
        }
    }

    private void readWhole(byte[] message, int datagrams, Messages to) {
        try {
            Compression compression = GelfMessage.compression(message);
            int most = compression == Compression.NONE ? message.length : MOST_PIECES * to.maxEventBytes();
            byte[] plain = compression.beginning(message, most + 1);
            if (plain.length > most) {
                readPieces(plain, ChunkCutter.wholeCharacters(plain, 0, most), true, to);
            } else if (plain.length > to.maxEventBytes()) {
                readPieces(plain, plain.length, false, to);
            } else {
                GelfText.read(plain, 0, plain.length, to);
            }
        } catch (MalformedException e) {
            dropped.accept(Drop.MALFORMED, datagrams);
        }
    }

    private static void readPieces(byte[] plain, int length, boolean isCut, Messages to) {
        int from = 0;
        while (length - from > to.maxEventBytes()) {
            int end = ChunkCutter.wholeCharacters(plain, from, from + to.maxEventBytes());
            to.piece(plain, from, end, from == 0, true);
            from = end;
        }
        to.piece(plain, from, length, false, isCut);
    }

    /** Gives up what was waited for too long. */
    @Override
    public void keepHouse() {
        giveUp();
    }

    private void giveUp() {
        long now = nanos.getAsLong();
        for (Iterator<Unfinished> eldestFirst = unfinished.values().iterator(); eldestFirst.hasNext(); ) {
            Unfinished message = eldestFirst.next();
            boolean isTooMuch = unfinished.size() > MOST_UNFINISHED || bytes > MOST_BYTES;
            if (!isTooMuch && now - message.since <= PATIENCE.toNanos()) {
                return;
            }
            eldestFirst.remove();
            bytes -= message.length;
            dropped.accept(Drop.INCOMPLETE, message.count);
        }
    }
}
