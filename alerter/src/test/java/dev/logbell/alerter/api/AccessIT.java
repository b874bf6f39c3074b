package dev.logbell.alerter.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The role's HTTP interface with LOGBELL_TOKEN. */
@QuarkusTest
@TestProfile(AccessIT.WithToken.class)
class AccessIT {
    /** A token, a folder, and no broker. */
    public static final class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(
                        "LOGBELL_TOKEN", "open-sesame",
                        "LOGBELL_STORE", "sqlite",
                        "LOGBELL_DATA",
                                Files.createTempDirectory("alerter-token-test").toString(),
                        "mp.messaging.incoming.alerts.enabled", "false",
                        "quarkus.http.test-port", "0");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void refusesWhoShowsNoToken() {
        given().get("/api/v1/channels")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Basic"))
                .body(containsString("LOGBELL_TOKEN"));
        given().get("/q/metrics").then().statusCode(401);
        given().get("/no/such/path").then().statusCode(401);
    }

    @Test
    void refusesAWrongToken() {
        given().header("Authorization", "Bearer open-sesam")
                .get("/api/v1/channels")
                .then()
                .statusCode(401);
    }

    @Test
    void admitsWhoShowsTheToken() {
        given().header("Authorization", "Bearer open-sesame")
                .get("/api/v1/channels")
                .then()
                .statusCode(200);
    }

    @Test
    void leavesHealthOpen() {
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void refusesToListenWhereOthersReachItWithoutAToken() {
        assertThatThrownBy(() -> new Access("0.0.0.0", 8092, Optional.empty(), Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "quarkus.http.host is 0.0.0.0, which other machines can reach, and LOGBELL_TOKEN is not set:"
                                + " set LOGBELL_TOKEN to a long random secret (openssl rand -hex 32), or bind to 127.0.0.1");
    }
}
