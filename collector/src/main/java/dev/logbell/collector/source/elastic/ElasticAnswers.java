package dev.logbell.collector.source.elastic;

import dev.logbell.collector.source.http.Answer;
import dev.logbell.collector.source.record.Json;
import java.util.Map;

/** Answers as Elasticsearch words them. */
final class ElasticAnswers {
    static final String JSON = "application/json";
    static final Map<String, String> PRODUCT = Map.of("X-Elastic-Product", "Elasticsearch");

    private ElasticAnswers() {}

    static Answer json(int status, Object value) {
        return new Answer(status, JSON, Json.bytes(value), PRODUCT, Map.of());
    }

    static Answer error(int status, String type, String reason) {
        Map<String, Object> cause = Map.of("type", type, "reason", reason);
        return json(
                status,
                Map.of(
                        "error",
                        Map.of("root_cause", new Object[] {cause}, "type", type, "reason", reason),
                        "status",
                        status));
    }
}
