package dev.logbell.alerter;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An HTTP receiver on this machine that answers what it is told to, 200 otherwise, and keeps what it got. */
public final class FakeReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    public record Request(long nanos, String key, JsonObject body, int answer) {}

    public record Answer(int status, Map<String, String> headers, String body) {
        public Answer(int status) {
            this(status, Map.of(), "");
        }
    }

    public FakeReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer scripted = answers.poll();
            Answer answer = scripted == null ? new Answer(200, Map.of(), "ok") : scripted;
            requests.add(new Request(
                    System.nanoTime(),
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    new JsonObject(body),
                    answer.status()));
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:%d/services/T000/B000/secret"
                .formatted(server.getAddress().getPort());
    }

    public void answerNext(Answer... next) {
        answers.addAll(List.of(next));
    }

    public List<Request> requests() {
        return requests;
    }

    public List<Request> accepted() {
        return requests.stream().filter(request -> request.answer() == 200).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
