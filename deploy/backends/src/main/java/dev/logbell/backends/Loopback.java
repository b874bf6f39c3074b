package dev.logbell.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Loopback ports: finds a free one, and says so when one is taken. */
public final class Loopback {
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1000;
    private static final Duration RESERVED = Duration.ofMinutes(1);
    private static final Path RESERVATIONS =
            Path.of(System.getProperty("java.io.tmpdir"), "logbell-ports-" + System.getProperty("user.name"));

    private Loopback() {}

    /** The port itself, or a free one for 0. */
    static int choose(int port) {
        if (port < 0 || port > 65535) {
            throw new BackendException("A port must be 0..65535, got " + port + ": 0 takes a free one");
        }
        return port == 0 ? free() : port;
    }

    /** A port that nobody listens on, below those that the system gives to connections: one of them may take such a port at once. */
    public static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (reserve(port)) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                LockSupport.parkNanos(1000);
            }
        }
        throw new BackendException("No free TCP port from %d to %d on the loopback interface, or %s cannot be written"
                .formatted(LOWEST, HIGHEST, RESERVATIONS));
    }

    /** False if somebody has found this port within the last minute, whose server may not listen yet. */
    private static boolean reserve(int port) {
        try {
            Files.createDirectories(RESERVATIONS);
            Path own = Files.createFile(RESERVATIONS.resolve(Integer.toString(port)));
            Instant old = Files.getLastModifiedTime(own).toInstant().minus(RESERVED);
            try (DirectoryStream<Path> reserved = Files.newDirectoryStream(
                    RESERVATIONS,
                    each -> Files.getLastModifiedTime(each).toInstant().isBefore(old))) {
                for (Path each : reserved) {
                    Files.deleteIfExists(each);
                }
            }
            return true;
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    /**
     * Tries for a second: a process being started inherits this one's sockets for some milliseconds, among them one that
     * {@link #free} has just closed.
     */
    static void requireFree(String name, int port) {
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (true) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new BackendException(
                            "Port " + port + " of " + name
                                    + " is taken by another program: stop that program (`ss -ltnp 'sport = :" + port
                                    + "'` shows it) or choose another port",
                            e);
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    static void awaitListening(String name, int port) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!isListening(port)) {
            if (System.nanoTime() > end) {
                throw new BackendException(name + " does not listen on port " + port);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
