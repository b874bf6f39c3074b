package dev.logbell.collector.source.socket;

import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.socket.SocketMetrics.Drop;
import dev.logbell.collector.source.stream.Intake;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Reads the datagrams of one port, on a thread of its own. While there is no room for more it leaves them to the
 * system, which keeps as many as its receive buffer holds, and counts what that has dropped.
 */
final class UdpListener implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UdpListener.class);
    private static final int LARGEST = 65_535;
    private static final int MOST_IN_A_TURN = 512;
    private static final long TURN_MILLIS = 250;
    private static final int MOST_BYTES_IN_A_TURN = 65_536;
    private static final Duration LAST_LOOK = Duration.ofMillis(500);
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);

    private final String kind;
    private final Peers peers;
    private final DatagramReader reader;
    private final SocketLimits limits;
    private final DatagramAccount account;
    private final DatagramChannel channel;
    private final Selector selector;
    private final ReceiveBufferDrops drops;
    private final Thread thread;
    private final byte[] bytes = new byte[LARGEST];
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
    private volatile boolean isStopping;
    private long keptHouseAt;
    private int datagramsInTurn;
    private int bytesInTurn;

    /**
     * Binds, and starts to read.
     *
     * @throws IOException if it cannot bind
     */
    UdpListener(
            String kind,
            InetSocketAddress address,
            Intake intake,
            DatagramReader reader,
            SocketLimits limits,
            SocketMetrics metrics,
            DatagramAccount account)
            throws IOException {
        this.kind = kind;
        this.peers = new Peers(kind, intake, limits, metrics);
        this.reader = reader;
        this.limits = limits;
        this.account = account;
        this.channel = DatagramChannel.open(
                address.getAddress() instanceof Inet4Address
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6);
        this.selector = Selector.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, limits.receiveBufferBytes());
            channel.bind(address);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            this.drops = new ReceiveBufferDrops(address());
            tellIfBufferIsSmall();
        } catch (IOException e) {
            closeChannel();
            throw e;
        }
        this.thread =
                Thread.ofPlatform().name("logbell-" + kind + "-udp").daemon().start(this::run);
    }

    /** Where it listens. */
    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private void tellIfBufferIsSmall() throws IOException {
        int got = channel.getOption(StandardSocketOptions.SO_RCVBUF);
        if (got < limits.receiveBufferBytes()) {
            LOG.infof(
                    "the system gives %d of the %d bytes of collector.listen.udp-buffer-bytes for datagrams of %s: for"
                            + " more, sysctl -w net.core.rmem_max=%d",
                    got, limits.receiveBufferBytes(), kind, limits.receiveBufferBytes());
        }
    }

    private void run() {
        while (!isStopping) {
            try {
                selector.select(Math.clamp(reader.letGo() / 1_000_000 + 1, 1, TURN_MILLIS));
                selector.selectedKeys().clear();
                readWhatIsThere();
                keepHouse();
            } catch (IOException | RuntimeException e) {
                LOG.error("reading datagrams of " + kind + " failed: please report this; it goes on", e);
                LockSupport.parkNanos(HOUSEKEEPING.toNanos());
            }
        }
        readTheRest();
        reader.end();
        flush();
        countDrops();
        peers.close();
    }

    private void readWhatIsThere() throws IOException {
        boolean isMore = true;
        while (isMore && !isStopping) {
            awaitRoom();
            isMore = readOne();
            if (!isMore || datagramsInTurn >= MOST_IN_A_TURN || bytesInTurn >= MOST_BYTES_IN_A_TURN) {
                reader.letGo();
                flush();
            }
        }
    }

    /** What is in the system's buffer is lost with the port, so it is taken while there is room, and else counted. */
    private void readTheRest() {
        long end = System.nanoTime() + LAST_LOOK.toNanos();
        try {
            boolean isMore = true;
            while (isMore && System.nanoTime() < end) {
                if (datagramsInTurn >= MOST_IN_A_TURN) {
                    flush();
                }
                isMore = peers.hasRoom() ? readOne() : leaveOne();
            }
        } catch (IOException e) {
            LOG.debugf("reading the last datagrams of %s failed (%s)", kind, e);
        }
    }

    private boolean leaveOne() throws IOException {
        buffer.clear();
        if (channel.receive(buffer) == null) {
            return false;
        }
        datagramsInTurn++;
        account.drop(Drop.CLOSED, 1);
        return true;
    }

    private boolean readOne() throws IOException {
        buffer.clear();
        InetSocketAddress sender = (InetSocketAddress) channel.receive(buffer);
        if (sender == null) {
            return false;
        }
        datagramsInTurn++;
        if (!limits.allows(sender.getAddress())) {
            account.drop(Drop.SENDER, 1);
            return true;
        }
        int length = buffer.flip().remaining();
        buffer.get(bytes, 0, length);
        bytesInTurn += length;
        if (Messages.strippedEnd(bytes, 0, length) == 0) {
            account.drop(Drop.EMPTY, 1);
            return true;
        }
        reader.read(sender.getAddress(), bytes, length, peers.messagesOf(sender.getAddress()));
        return true;
    }

    private void flush() {
        peers.flush();
        account.received(datagramsInTurn);
        datagramsInTurn = 0;
        bytesInTurn = 0;
    }

    private void awaitRoom() {
        while (!isStopping && !peers.hasRoom()) {
            flush();
            LockSupport.parkNanos(TURN_MILLIS * 1_000_000);
            keepHouse();
        }
    }

    private void keepHouse() {
        long now = System.nanoTime();
        if (now - keptHouseAt < HOUSEKEEPING.toNanos()) {
            return;
        }
        keptHouseAt = now;
        reader.keepHouse();
        countDrops();
        peers.closeIdle();
    }

    private void countDrops() {
        long dropped = drops.sinceLast();
        if (dropped > 0) {
            account.drop(Drop.RECEIVE_BUFFER, dropped);
        }
    }

    @Override
    public void close() {
        isStopping = true;
        selector.wakeup();
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeChannel();
    }

    private void closeChannel() {
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            LOG.debugf("closing the port of %s failed (%s)", kind, e);
        }
    }
}
