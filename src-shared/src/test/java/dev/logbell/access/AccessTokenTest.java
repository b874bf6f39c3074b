package dev.logbell.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
        assertThat(token.admits("/api/v1/logs", null)).isTrue();
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
        assertThat(token.refuse(path, host, null).map(AccessToken.Refusal::status))
                .isEqualTo(Optional.ofNullable(status));
    }

    @Test
    void answersToAnyNameOnceThereIsAToken() {
        assertThat(SECRET.refuse("/", "logs.example.org", "Bearer s3cret")).isEmpty();
        assertThat(SECRET.refuse("/", "logs.example.org", null).map(AccessToken.Refusal::status))
                .contains(401);
    }

    @Test
    void asksOnLoopbackTooOnceATokenIsSet() {
        assertThat(AccessToken.of("127.0.0.1", Optional.of("s3cret")).admits("/", null))
                .isFalse();
    }

    @Test
    void admitsTheTokenAsBearerAndAsPassword() {
        assertThat(SECRET.admits("/", "Bearer s3cret")).isTrue();
        assertThat(SECRET.admits("/", "bearer s3cret")).isTrue();
        assertThat(SECRET.admits("/", "Basic " + base64("anyone:s3cret"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer s3cre", "Bearer s3crets", "s3cret", "Basic s3cret", "Basic !"})
    void refusesAnythingElse(String authorization) {
        assertThat(SECRET.admits("/", authorization)).isFalse();
    }

    @Test
    void leavesOnlyTheHealthChecksOpen() {
        assertThat(SECRET.admits("/q/health", null)).isTrue();
        assertThat(SECRET.admits("/q/health/ready", null)).isTrue();
        assertThat(SECRET.admits("/q/metrics", null)).isFalse();
        assertThat(SECRET.admits("/q/healthy", null)).isFalse();
        assertThat(SECRET.admits("/q/health/../../api/v1/logs", null)).isFalse();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
