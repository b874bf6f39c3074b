package dev.logbell.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import dev.logbell.collector.source.socket.Certificates;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is pushed needs the token where there is one. There are no files; and no broker, so what passes is late. */
@QuarkusTest
@TestProfile(TokenIT.WithToken.class)
class TokenIT {
    @ConfigProperty(name = "quarkus.http.ssl.certificate.files")
    Path certificate;

    @TestHTTPResource(value = "/ingest", tls = true)
    URI overTls;

    /** A token, and no broker. */
    public static final class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path folder = Files.createTempDirectory("logbell-token-it");
                Certificates certificates = Certificates.make(folder, "collector");
                return Map.of(
                        "LOGBELL_TOKEN",
                        "secret",
                        "kafka.bootstrap.servers",
                        "localhost:1",
                        "collector.http.enabled",
                        "true",
                        "collector.data",
                        folder.toString(),
                        "quarkus.http.ssl.certificate.files",
                        certificates.certificate.toString(),
                        "quarkus.http.ssl.certificate.key-files",
                        certificates.key.toString(),
                        "quarkus.http.test-ssl-port",
                        "0",
                        "collector.http.acknowledge-within",
                        "200ms",
                        "quarkus.http.test-port",
                        "0");
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException("the data and the certificate of the test cannot be made", e);
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
                "/_license",
                "/ready"
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

    @Test
    void takesWhatComesOverTlsAndHttp2AsGrpcDoes() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "collector", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            HttpRequest request = HttpRequest.newBuilder(overTls)
                    .header("Authorization", "Bearer secret")
                    .POST(HttpRequest.BodyPublishers.ofString("x\n"))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(503);
        }
    }
}
