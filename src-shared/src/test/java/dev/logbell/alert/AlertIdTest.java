package dev.logbell.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlertIdTest {
    @Test
    void isTheSameEverywhereAndForever() {
        assertThat(AlertId.of("errors", "file:web-1", "42")).isEqualTo("aebf7e4cd60bcc102607b17a4cb41e4a");
    }

    @Test
    void tellsPartsApartThatReadAlikeTogether() {
        assertThat(AlertId.of("a", "bc", "d")).isNotEqualTo(AlertId.of("ab", "c", "d"));
        assertThat(AlertId.of("a", "1:b", "c")).isNotEqualTo(AlertId.of("a", "1", ":bc"));
    }
}
