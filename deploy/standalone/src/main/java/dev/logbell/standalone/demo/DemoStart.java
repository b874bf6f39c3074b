package dev.logbell.standalone.demo;

import dev.logbell.standalone.StandaloneConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Writes the demo's log for as long as the application runs, if it is asked to. */
@ApplicationScoped
class DemoStart {
    private final StandaloneConfig config;
    private @Nullable DemoLog log;

    DemoStart(StandaloneConfig config) {
        this.config = config;
    }

    void start(@Observes StartupEvent event) throws IOException {
        if (config.demo()) {
            Clock clock = Clock.system(ZoneId.systemDefault());
            DemoTraffic traffic = new DemoTraffic(new Random(clock.millis()), clock);
            log = new DemoLog(config.data().resolve("demo").resolve("demo.log"), traffic, DemoLog.ROTATED_AT);
            log.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (log != null) {
            log.close();
        }
    }
}
