package dev.logbell.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Where a role listens, tried before anything is started, so that a wrong start ends with one sentence. */
public final class ListenAddress {
    private ListenAddress() {}

    /**
     * Tries to listen for a moment.
     *
     * @param host {@code quarkus.http.host}
     * @param port {@code quarkus.http.port}; 0, which is any free one, is always free
     * @throws IllegalStateException saying what is in the way and which setting to change
     */
    public static void requireFree(String host, int port) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "quarkus.http.host must be an address of this machine, got %s, which no name server knows: set QUARKUS_HTTP_HOST to 127.0.0.1 or leave it out"
                            .formatted(host),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException(sentence(host, port, String.valueOf(e.getMessage())), e);
        }
    }

    private static String sentence(String host, int port, String reason) {
        if (reason.contains("in use")) {
            return "port %d on %s is taken, maybe by a Logbell that runs already (ss -ltnp 'sport = :%d' tells): stop that, or set QUARKUS_HTTP_PORT to a free port"
                    .formatted(port, host, port);
        }
        if (reason.contains("ermission")) {
            return "port %d on %s may not be used by this user: set QUARKUS_HTTP_PORT to one above 1023"
                    .formatted(port, host);
        }
        return "quarkus.http.host must be an address of this machine, got %s (port %d: %s): set QUARKUS_HTTP_HOST to 127.0.0.1 or leave it out"
                .formatted(host, port, reason);
    }
}
