package dev.logbell.processor.search;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@TestProfile(TokensIT.Profile.class)
class TokensIT {
    /** The processor with a store of its own, tokens of a file, and few calls allowed. */
    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path file = Files.createTempDirectory("logbell-tokens").resolve("tokens");
                Files.writeString(file, line("reader", "read") + line("shipper", "write") + line("counter", "read"));
                Map<String, String> overrides = new HashMap<>(new HttpIT.Profile().getConfigOverrides());
                overrides.put("LOGBELL_TOKENS_FILE", file.toString());
                overrides.put("processor.rate-limit.per-second", "1");
                overrides.put("processor.rate-limit.burst", "10");
                return overrides;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String line(String token, String right) {
            return "%s %s %s%n".formatted(token, right, sha256(token));
        }

        private static String sha256(String text) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void letsEachTokenDoWhatItsRightsAllow() {
        given().get("/q/metrics").then().statusCode(401).header("WWW-Authenticate", notNullValue());
        with("reader").get("/q/metrics").then().statusCode(200);
        with("shipper").get("/q/metrics").then().statusCode(403).body(containsString("the right read"));
        with("reader").post("/ingest").then().statusCode(403).body(containsString("the right write"));
        with("shipper").get("/api/v1/logs").then().statusCode(403);
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void allowsNoPageOfAnotherSiteToRead() {
        with("reader")
                .header("Origin", "https://evil.example")
                .get("/q/metrics")
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void turnsAwayATokenThatCallsTooOften() {
        Response answer = with("reader").get("/api/v1/fields?nonsense=1");
        for (int i = 0; i < 30 && answer.statusCode() != 429; i++) {
            answer = with("reader").get("/api/v1/fields?nonsense=1");
        }

        answer.then().statusCode(429).header("Retry-After", "1").body(containsString("too many calls"));
    }

    /** A request of the token's owner. */
    static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
