package dev.logbell.processor.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One address, behind which one server stands in for another, as behind a load balancer. */
public final class Forwarder implements AutoCloseable {
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;

    public Forwarder(int target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Breaks what is open, and sends what comes to another port. */
    public void switchTo(int port) {
        target = port;
        open.forEach(Forwarder::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                try {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                    pass(client, server);
                    pass(server, client);
                } catch (IOException away) {
                    close(client);
                }
            }
        } catch (IOException closed) {
            open.forEach(Forwarder::close);
        }
    }

    private void pass(Socket from, Socket to) {
        open.add(from);
        Thread.ofVirtual().start(() -> {
            try (InputStream in = from.getInputStream()) {
                in.transferTo(to.getOutputStream());
            } catch (IOException broken) {
                // The other end is told below.
            }
            close(to);
            open.remove(from);
        });
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
