package dev.logbell.application;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

/** Answers what no part of an application answers, as the API answers: a path of it that is unknown, a URL that is none. */
@ApplicationScoped
public class UnansweredRequests {
    private static final int BEFORE_THE_TOKEN = 20_000;
    private static final int LAST = Integer.MAX_VALUE;

    void register(@Observes Filters filters) {
        filters.register(UnansweredRequests::checkUrl, BEFORE_THE_TOKEN);
    }

    void register(@Observes Router router) {
        router.route("/api/*").order(LAST).handler(UnansweredRequests::notFound);
    }

    /** Leaves the URL to {@link #checkUrl}: the server would answer 400 without a word. To be called before the start. */
    static void leaveUrlsToUs() {
        System.setProperty("vertx.disableURIValidation", "true");
    }

    private static void checkUrl(RoutingContext call) {
        try {
            var _ = new URI(call.request().uri());
        } catch (URISyntaxException e) {
            answer(call, 400, sentence(call.request().uri(), e.getIndex()));
            return;
        }
        call.next();
    }

    private static String sentence(String uri, int index) {
        int at = Math.clamp(index, 0, uri.length() - 1);
        int character = uri.codePointAt(at);
        StringBuilder encoded = new StringBuilder();
        for (byte b : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
            encoded.append("%%%02X".formatted(b));
        }
        return "the URL must be percent-encoded, got '%s' at character %d: write %s, or let curl do it (-G --data-urlencode 'query=...')"
                .formatted(Character.toString(character), at + 1, encoded);
    }

    private static void notFound(RoutingContext call) {
        answer(
                call,
                404,
                "there is nothing at %s: README.md tells what there is, and so does /q/swagger-ui of the processor"
                        .formatted(call.normalizedPath()));
    }

    private static void answer(RoutingContext call, int status, String error) {
        call.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(new JsonObject().put("error", error).encode());
    }
}
