package dev.logbell.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a running Logbell what it holds. */
public final class LogbellApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;

    public LogbellApi(URI base) {
        this.base = base;
    }

    public URI base() {
        return base;
    }

    /** All events that a query matches, newest first, fetched page by page. */
    public List<JsonNode> events(String query) {
        List<JsonNode> events = new ArrayList<>();
        String first = "/api/v1/logs?limit=10000&query=" + encode(query);
        String next = first;
        while (true) {
            JsonNode page = get(next);
            page.get("events").forEach(events::add);
            if (page.get("next").isNull()) {
                return events;
            }
            next = first + "&cursor=" + encode(page.get("next").asText());
        }
    }

    /** The account of every source. */
    public JsonNode accounting() {
        return get("/api/v1/accounting");
    }

    /** The answer to a request that must succeed. */
    public JsonNode get(String path) {
        HttpResponse<String> response = send(path);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    "GET %s answered %d: %s".formatted(path, response.statusCode(), response.body()));
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a request, whatever its status. */
    public HttpResponse<String> send(String path) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("GET %s failed".formatted(path), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
