package dev.logbell.acceptance;

import dev.logbell.backends.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributedIT extends AcceptanceTests {
    DistributedIT() {
        super(Logbell.Form.DISTRIBUTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector", "processor", "alerter"})
    void losesAndRepeatsNothingWhenARoleIsKilled(String role) {
        survives("killed-" + role, () -> {
            logbell.role(role).kill();
            logbell.role(role).startAgain();
        });
    }

    @Test
    void losesAndRepeatsNothingWhenKafkaIsRestarted() {
        survives("kafka", () -> backends().kafka().restart());
    }

    @Test
    void losesAndRepeatsNothingWhenPostgresIsRestarted() {
        survives("postgres", () -> backends().postgres().restart());
    }

    @Test
    void losesAndRepeatsNothingWhenRabbitMqIsRestarted() {
        survives("rabbitmq", () -> backends().rabbitMq().restart());
    }

    private Backends backends() {
        return logbell.backends().orElseThrow();
    }
}
