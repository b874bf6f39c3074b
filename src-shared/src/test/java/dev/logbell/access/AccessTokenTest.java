package dev.logbell.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
    private static final AccessToken SECRET = AccessToken.of("0.0.0.0", Optional.of("s3cret"));

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST", "127.1.2.3", "::1", "[::1]"})
    void asksForNothingOnLoopback(String host) {
        AccessToken token = AccessToken.of(host, Optional.empty());
        assertThat(token.isRequired()).isFalse();
        assertThat(admits(token, "/api/v1/logs", null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.7", "127.0.0.1.example.org", "web-1", ""})
    void refusesToStartWhereOtherMachinesReachItWithoutAToken(String host) {
        assertThatThrownBy(() -> AccessToken.of(host, Optional.of(" ")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("quarkus.http.host is " + host
                        + ", which other machines can reach, and LOGBELL_TOKEN is not set: set LOGBELL_TOKEN to a long"
                        + " random secret (openssl rand -hex 32), or bind to 127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,/api/v1/logs,",
        "127.0.0.1,/,",
        "[::1],/,",
        ",/,",
        "evil.example,/q/health/ready,",
        "evil.example,/api/v1/logs,403",
        "127.0.0.1.evil.example,/ingest,403"
    })
    void turnsAwayWhoWasLedHereByAnotherName(String host, String path, Integer status) {
        AccessToken token = AccessToken.of("127.0.0.1", Optional.empty());
        assertThat(token.refuse(call("GET", path, host, null)).map(AccessToken.Refusal::status))
                .isEqualTo(Optional.ofNullable(status));
    }

    @Test
    void answersToAnyNameOnceThereIsAToken() {
        assertThat(SECRET.refuse(call("GET", "/", "logs.example.org", "Bearer s3cret")))
                .isEmpty();
        assertThat(SECRET.refuse(call("GET", "/", "logs.example.org", null)).map(AccessToken.Refusal::status))
                .contains(401);
    }

    @Test
    void asksOnLoopbackTooOnceATokenIsSet() {
        assertThat(admits(AccessToken.of("127.0.0.1", Optional.of("s3cret")), "/", null))
                .isFalse();
    }

    @Test
    void admitsTheTokenAsBearerAndAsPassword() {
        assertThat(admits(SECRET, "/", "Bearer s3cret")).isTrue();
        assertThat(admits(SECRET, "/", "bearer s3cret")).isTrue();
        assertThat(admits(SECRET, "/", "Basic " + base64("anyone:s3cret"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer s3cre", "Bearer s3crets", "s3cret", "Basic s3cret", "Basic !"})
    void refusesAnythingElse(String authorization) {
        assertThat(admits(SECRET, "/", authorization)).isFalse();
    }

    @Test
    void leavesOnlyTheHealthChecksOpen() {
        assertThat(admits(SECRET, "/q/health", null)).isTrue();
        assertThat(admits(SECRET, "/q/health/ready", null)).isTrue();
        assertThat(admits(SECRET, "/q/metrics", null)).isFalse();
        assertThat(admits(SECRET, "/q/healthy", null)).isFalse();
        assertThat(admits(SECRET, "/q/health/../../api/v1/logs", null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "reader,GET,/api/v1/logs,",
        "reader,POST,/api/v1/sql,",
        "reader,GET,/,",
        "reader,POST,/ingest,403",
        "reader,POST,/v1/logs,403",
        "reader,DELETE,/api/v2/silence/1,403",
        "shipper,POST,/ingest,",
        "shipper,POST,/_bulk,",
        "shipper,PUT,/my-index/_bulk,",
        "shipper,GET,/_license,",
        "shipper,GET,/,403",
        "shipper,GET,/api/v1/logs,403",
        "shipper,POST,/api/v1/sql,403",
        "shipper,GET,/api/v1/logs/_bulk,403",
        "shipper,POST,/api/v2/silences,403",
        "both,GET,/api/v1/logs,",
        "both,POST,/gelf,",
        "both,POST,/api/v2/silences,403",
        "admin,POST,/api/v2/silences,",
        "admin,POST,/ingest,",
        "admin,GET,/api/v1/logs,",
        "s3cret,POST,/api/v2/silences,",
        "nobody,GET,/api/v1/logs,401"
    })
    void allowsEachTokenWhatItsRightsAre(String shown, String method, String path, Integer status) throws Exception {
        AccessToken tokens = tokens(folder);

        assertThat(tokens.refuse(call(method, path, "logs", "Bearer " + shown)).map(AccessToken.Refusal::status))
                .isEqualTo(Optional.ofNullable(status));
    }

    @Test
    void letsShippersOfElasticsearchAskFirstButNotSeeThePage() throws Exception {
        AccessToken tokens = tokens(folder);

        assertThat(tokens.refuse(new AccessToken.Call("GET", "/", "logs", "Bearer shipper", "application/json")))
                .isEmpty();
        assertThat(tokens.refuse(
                        new AccessToken.Call("GET", "/", "logs", "Bearer shipper", "text/html,application/json")))
                .isPresent();
    }

    @Test
    void saysWhichRightIsMissing() throws Exception {
        AccessToken tokens = tokens(folder);

        assertThat(tokens.refuse(call("POST", "/ingest", "logs", "Bearer reader")))
                .get()
                .extracting(AccessToken.Refusal::text)
                .isEqualTo(
                        "this needs a token with the right write, which 'grafana' does not have: use another, or give"
                                + " it that right in LOGBELL_TOKENS_FILE");
        assertThat(tokens.name("Bearer reader")).contains("grafana");
        assertThat(tokens.name("Bearer nobody")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grafana read", "grafana read 12ab", "grafana fly 0000", "grafana"})
    void saysWhichLineOfTheFileIsNoToken(String line) throws Exception {
        Path file = folder.resolve("tokens");
        Files.writeString(file, "# tokens\n\n" + line.replace("0000", "0".repeat(64)) + "\n");

        assertThatThrownBy(() -> AccessToken.of("0.0.0.0", Optional.empty(), Optional.of(file.toString())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("line 3 of %s (LOGBELL_TOKENS_FILE) is no token: write NAME".formatted(file));
    }

    @Test
    void saysThatTheFileCannotBeRead() {
        assertThatThrownBy(() -> AccessToken.of("0.0.0.0", Optional.empty(), Optional.of("/nowhere/tokens")))
                .hasMessageStartingWith("LOGBELL_TOKENS_FILE is /nowhere/tokens, which cannot be read");
    }

    @TempDir
    private Path folder;

    private static AccessToken tokens(Path folder) throws IOException {
        Path file = folder.resolve("tokens");
        Files.writeString(file, """
                # name   rights      SHA-256
                grafana  read        3d0941964aa3ebdcb00ccef58b1bb399f9f898465e9886d5aec7f31090a0fb30
                vector   write       %s
                tool     read,write  %s
                ops      admin       %s
                """.formatted(sha256("shipper"), sha256("both"), sha256("admin")));
        return AccessToken.of("0.0.0.0", Optional.of("s3cret"), Optional.of(file.toString()));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean admits(AccessToken token, String path, String authorization) {
        return token.refuse(call("GET", path, "localhost", authorization)).isEmpty();
    }

    private static AccessToken.Call call(String method, String path, String host, String authorization) {
        return new AccessToken.Call(method, path, host, authorization, null);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takesUpAFileThatChangedAndKeepsWhatItHadWhenTheNewOneIsBroken(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("tokens");
        Files.writeString(file, "alice read " + sha256("a") + "\nbob read " + sha256("b") + "\n");
        AccessToken tokens = AccessToken.of("0.0.0.0", Optional.empty(), Optional.of(file.toString()), Duration.ZERO);
        assertThat(admits(tokens, "/api/v1/logs", "Bearer b")).isTrue();

        Files.writeString(file, "alice read " + sha256("a") + "\n");
        assertThat(admits(tokens, "/api/v1/logs", "Bearer a")).isTrue();
        assertThat(admits(tokens, "/api/v1/logs", "Bearer b")).isFalse();

        for (String broken : new String[] {"alice everything", "", "# nobody"}) {
            Files.writeString(file, broken);
            assertThat(admits(tokens, "/api/v1/logs", "Bearer a")).as(broken).isTrue();
        }
        Files.delete(file);
        assertThat(admits(tokens, "/api/v1/logs", "Bearer a")).isTrue();
        Files.writeString(file, "carol read " + sha256("c") + "\n");
        assertThat(admits(tokens, "/api/v1/logs", "Bearer a")).isFalse();
        assertThat(admits(tokens, "/api/v1/logs", "Bearer c")).isTrue();
    }
}
