package dev.logbell.processor.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Listens to server-sent events over a bare connection. */
final class SseClient implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;
    private final BufferedReader lines;

    private SseClient(Socket socket) throws IOException {
        this.socket = socket;
        this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static SseClient follow(int port, String path, @Nullable String lastId) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        String last = lastId == null ? "" : "Last-Event-ID: " + lastId + "\r\n";
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n%s\r\n"
                        .formatted(path, last)
                        .getBytes(StandardCharsets.UTF_8));
        return new SseClient(socket);
    }

    /** The next line that starts so. */
    String awaitLine(String start) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.replace(" ", "").startsWith(start)) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("the stream ended before a line that starts with " + start);
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
