package dev.logbell.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Stands in for Slack's incoming webhooks on this machine: keeps what is posted and answers as it is told. */
public final class FakeSlack implements AutoCloseable {
    private final HttpServer server;
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();

    /**
     * A message that arrived.
     *
     * @param nanoTime when, on this process's {@link System#nanoTime} clock
     * @param status that it was answered with
     */
    public record Post(String body, long nanoTime, int status) {}

    /** An answer to a post: a status, and headers such as {@code Retry-After}. */
    public record Answer(int status, Map<String, String> headers) {}

    public FakeSlack() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:%d/services/T0/B0/secret"
                .formatted(server.getAddress().getPort());
    }

    /** Says how posts that contain a text are answered, one after the other; all later ones with 200. */
    public void answer(String containing, List<Answer> inOrder) {
        answers.put(containing, new ConcurrentLinkedQueue<>(inOrder));
    }

    /** What was posted that contains a text, in the order of its arrival. */
    public List<Post> posts(String containing) {
        return posts.stream().filter(post -> post.body().contains(containing)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            long now = System.nanoTime();
            Answer answer = answers.entrySet().stream()
                    .filter(entry -> body.contains(entry.getKey()))
                    .map(entry -> entry.getValue().poll())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(new Answer(200, Map.of()));
            posts.add(new Post(body, now, answer.status()));
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] text = (answer.status() == 200 ? "ok" : "no").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), text.length);
            exchange.getResponseBody().write(text);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
