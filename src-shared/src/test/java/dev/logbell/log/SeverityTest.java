package dev.logbell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeverityTest {
    @ParameterizedTest
    @EnumSource
    void holdsTheNumbersOfItsRange(Severity severity) {
        for (int number = severity.number(); number <= severity.highestNumber(); number++) {
            assertThat(Severity.of(number)).isEqualTo(severity);
        }
    }

    @Test
    void leavesNoNumberOut() {
        for (int number = 0; number <= 24; number++) {
            Severity severity = Severity.of(number);
            assertThat(number).isBetween(severity.number(), severity.highestNumber());
        }
    }

    @Test
    void refusesNumbersBeyond() {
        assertThatThrownBy(() -> Severity.of(25)).hasMessage("a severity number must be 0..24, got 25");
        assertThatThrownBy(() -> Severity.of(-1)).hasMessage("a severity number must be 0..24, got -1");
    }
}
