package dev.logbell.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevivalTest {
    private final List<String> told = new ArrayList<>();
    private final List<Long> restarts = new ArrayList<>();
    private long second;
    private boolean isRunning = true;
    private boolean canStart = true;
    private final InstantSource seconds = () -> Instant.ofEpochSecond(second);
    private final Clock clock = seconds.withZone(ZoneOffset.UTC);
    private final Revival revival = new Revival("Kafka", () -> isRunning, this::restart, clock, told::add);

    private void restart() {
        restarts.add(second);
        if (!canStart) {
            throw new BackendException("its port is taken");
        }
        isRunning = true;
    }

    private void look(Duration time) {
        for (long end = second + time.toSeconds(); second < end; second++) {
            revival.look();
        }
    }

    @Test
    void startsAServerAgainThatHasEnded() {
        look(Duration.ofSeconds(3));
        isRunning = false;
        look(Duration.ofSeconds(3));

        assertThat(restarts).containsExactly(3L);
        assertThat(told)
                .containsExactly(
                        "Kafka has ended by itself: starting it again",
                        "Kafka runs again, with the same port and data");
    }

    @Test
    void waitsLongerEachTimeAndGivesUpAtLast() {
        canStart = false;
        isRunning = false;

        assertThatThrownBy(() -> look(Duration.ofMinutes(1)))
                .isInstanceOf(BackendException.class)
                .hasMessage(
                        "Kafka has ended 5 times, each time within a minute of its start, and is not started any more");

        assertThat(restarts).containsExactly(0L, 2L, 5L, 10L);
        assertThat(told).contains("Kafka could not be started again: its port is taken");
    }

    @Test
    void forgetsWhatWasBeforeAMinuteThatWentWell() {
        for (int i = 0; i < 20; i++) {
            isRunning = false;
            look(Duration.ofSeconds(61));
        }
        assertThat(restarts).hasSize(20);
        assertThat(told).doesNotContain("Kafka has ended by itself: starting it again in 1 s");
    }
}
