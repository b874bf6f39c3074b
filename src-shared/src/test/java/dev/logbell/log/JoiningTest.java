package dev.logbell.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JoiningTest {
    @Test
    @Timeout(20)
    void refusesAPatternThatGrowsTooLarge() {
        assertThatThrownBy(() -> Joining.of("(((x{999}){999}){999})"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("(((x{999}){999}){999}), which is too large: make it shorter and repeat less");
        assertThatThrownBy(() -> Joining.of("(".repeat(10_000) + ")".repeat(10_000) + "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
