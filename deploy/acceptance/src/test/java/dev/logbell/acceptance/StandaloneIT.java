package dev.logbell.acceptance;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StandaloneIT extends AcceptanceTests {
    StandaloneIT() {
        super(Logbell.Form.STANDALONE, Map.of());
    }

    @Test
    void losesAndRepeatsNothingWhenItIsKilled() {
        survives("killed", () -> {
            logbell.role("standalone").kill();
            logbell.role("standalone").startAgain();
        });
    }
}
