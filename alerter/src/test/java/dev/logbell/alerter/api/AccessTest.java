package dev.logbell.alerter.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessTest {
    @Test
    void refusesToListenWhereOthersReachItWithoutAToken() {
        assertThatThrownBy(() -> new Access("0.0.0.0", 8092, Optional.empty(), Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "quarkus.http.host is 0.0.0.0, which other machines can reach, and LOGBELL_TOKEN is not set:"
                                + " set LOGBELL_TOKEN to a long random secret (openssl rand -hex 32), or bind to 127.0.0.1");
    }
}
