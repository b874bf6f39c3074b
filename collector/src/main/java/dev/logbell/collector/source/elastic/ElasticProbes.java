package dev.logbell.collector.source.elastic;

import dev.logbell.collector.CollectorConfig;
import dev.logbell.collector.source.http.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What clients of Elasticsearch ask before they send: which version, which licence, and whether what they set up for
 * their indices is there. There are no indices here, so that is always there, and changes nothing.
 */
@ApplicationScoped
public class ElasticProbes {
    /** The version whose bulk API is spoken. */
    private static final String VERSION = "8.17.0";

    private static final int BEFORE_OTHERS = -1000;
    private static final List<String> SET_UP = List.of(
            "/_template/:name",
            "/_index_template/:name",
            "/_component_template/:name",
            "/_ilm/policy/:name",
            "/_data_stream/:name",
            "/_ingest/pipeline/:name");
    private static final Map<String, Object> GREETING = Map.of(
            "name",
            "logbell",
            "cluster_name",
            "logbell",
            "cluster_uuid",
            "logbell",
            "version",
            Map.of(
                    "number",
                    VERSION,
                    "build_flavor",
                    "default",
                    "build_type",
                    "logbell",
                    "minimum_wire_compatibility_version",
                    "7.17.0",
                    "minimum_index_compatibility_version",
                    "7.0.0"),
            "tagline",
            "Logbell takes logs by the bulk API of Elasticsearch; it is no Elasticsearch");
    private static final Map<String, Object> LICENCE =
            Map.of("license", Map.of("status", "active", "uid", "logbell", "type", "basic", "mode", "basic"));
    private static final Map<String, Object> FEATURES =
            Map.of("features", Map.of("ilm", Map.of("available", false, "enabled", false)));
    private static final Map<String, Object> HEALTH =
            Map.of("cluster_name", "logbell", "status", "green", "timed_out", false, "number_of_nodes", 1);

    private final boolean isEnabled;

    ElasticProbes(CollectorConfig config) {
        isEnabled = config.http().enabled().orElse(true);
    }

    void register(@Observes Router router) {
        if (!isEnabled) {
            return;
        }
        router.route("/").order(BEFORE_OTHERS).handler(ElasticProbes::greet);
        answer(router, "/_license", LICENCE);
        answer(router, "/_xpack", FEATURES);
        answer(router, "/_cluster/health", HEALTH);
        for (String path : SET_UP) {
            answer(router, path, Map.of("acknowledged", true));
        }
    }

    private static void answer(Router router, String path, Object value) {
        router.route(path).order(BEFORE_OTHERS).handler(call -> end(call, ElasticAnswers.json(200, value)));
    }

    /** The address without a path is the page's, unless one of these clients asks. */
    private static void greet(RoutingContext call) {
        HttpMethod method = call.request().method();
        if ((method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) && isOfElastic(call.request())) {
            end(call, ElasticAnswers.json(200, GREETING));
        } else {
            call.next();
        }
    }

    private static boolean isOfElastic(HttpServerRequest request) {
        String accept = String.valueOf(request.getHeader("Accept")).toLowerCase(Locale.ROOT);
        String agent = String.valueOf(request.getHeader("User-Agent")).toLowerCase(Locale.ROOT);
        return !accept.contains("text/html")
                && (accept.contains("json")
                        || request.headers().contains("x-elastic-client-meta")
                        || agent.contains("elastic")
                        || agent.startsWith("logstash")
                        || agent.startsWith("vector")
                        || agent.startsWith("fluent"));
    }

    private static void end(RoutingContext call, Answer answer) {
        HttpServerResponse response = call.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.putHeader("Content-Type", answer.contentType());
        response.putHeader("Content-Length", Integer.toString(answer.body().length));
        if (call.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(Buffer.buffer(answer.body()));
        }
    }
}
