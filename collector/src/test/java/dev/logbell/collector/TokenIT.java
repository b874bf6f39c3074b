package dev.logbell.collector;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is pushed needs the token where there is one; no broker is there, so what passes is late. */
@QuarkusTest
@TestProfile(TokenIT.WithToken.class)
class TokenIT {
    /** A token, and no broker. */
    public static final class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(
                        "LOGBELL_TOKEN",
                        "secret",
                        "kafka.bootstrap.servers",
                        "localhost:1",
                        "collector.files",
                        "/nowhere/*.log",
                        "collector.data",
                        Files.createTempDirectory("logbell-token-it").toString(),
                        "collector.http.acknowledge-within",
                        "200ms",
                        "quarkus.http.test-port",
                        "0");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ingest",
                "/v1/logs",
                "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
                "/_bulk",
                "/logs/_bulk",
                "/loki/api/v1/push",
                "/gelf",
                "/",
                "/_license"
            })
    void refusesWhoeverDoesNotShowTheToken(String path) {
        RestAssured.given()
                .body("x\n")
                .post(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Basic"));
        RestAssured.given()
                .header("Authorization", "Bearer wrong")
                .body("x\n")
                .post(path)
                .then()
                .statusCode(401);
    }

    @Test
    void takesWhatComesWithTheTokenAsBearerOrAsPassword() {
        RestAssured.given()
                .header("Authorization", "Bearer secret")
                .body("x\n")
                .post("/ingest")
                .then()
                .statusCode(503)
                .body(containsString("not safe yet"));
        RestAssured.given()
                .auth()
                .preemptive()
                .basic("any", "secret")
                .header("Accept", "application/json")
                .get("/")
                .then()
                .statusCode(200)
                .header("X-Elastic-Product", "Elasticsearch");
    }
}
