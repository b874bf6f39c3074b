package dev.logbell.acceptance;

import org.junit.jupiter.api.Test;

class StandaloneIT extends AcceptanceTests {
    StandaloneIT() {
        super(Logbell.Form.STANDALONE);
    }

    @Test
    void losesAndRepeatsNothingWhenItIsKilled() {
        survives("killed", () -> {
            logbell.role("standalone").kill();
            logbell.role("standalone").startAgain();
        });
    }
}
