package dev.logbell.backends;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts a server again that has ended by itself: at once, then after pauses that grow. One that ends five times, never
 * having run for a minute, is given up.
 */
final class Revival {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration WELL_AFTER = Duration.ofMinutes(1);
    private static final int MOST_ENDS = 5;

    private final String name;
    private final BooleanSupplier isRunning;
    private final Runnable restart;
    private final Clock clock;
    private final Consumer<String> told;
    private int ends;
    private Instant started;
    private @Nullable Instant next;

    /**
     * Looks after a server that runs.
     *
     * @param restart returns when the server runs again, or throws a {@link BackendException}
     * @param told what happens, for people
     */
    Revival(String name, BooleanSupplier isRunning, Runnable restart, Clock clock, Consumer<String> told) {
        this.name = name;
        this.isRunning = isRunning;
        this.restart = restart;
        this.clock = clock;
        this.told = told;
        this.started = clock.instant();
    }

    /**
     * Looks whether the server runs, and starts it again if it is time to. To be called every second or so.
     *
     * @throws BackendException when the server is given up
     */
    void look() {
        if (isRunning.getAsBoolean()) {
            return;
        }
        Instant now = clock.instant();
        if (next == null) {
            next = ended(now);
        }
        if (now.isBefore(next)) {
            return;
        }
        next = null;
        try {
            restart.run();
            told.accept("%s runs again, with the same port and data".formatted(name));
        } catch (BackendException e) {
            told.accept("%s could not be started again: %s".formatted(name, e.getMessage()));
        }
        started = clock.instant();
    }

    /** Counts an end, and says when to start again. */
    private Instant ended(Instant now) {
        ends = Duration.between(started, now).compareTo(WELL_AFTER) >= 0 ? 1 : ends + 1;
        if (ends >= MOST_ENDS) {
            throw new BackendException(
                    "%s has ended %d times, each time within a minute of its start, and is not started any more"
                            .formatted(name, ends));
        }
        Duration pause = ends == 1 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << (ends - 2));
        told.accept("%s has ended by itself: starting it again%s"
                .formatted(name, pause.isZero() ? "" : " in " + pause.toSeconds() + " s"));
        return now.plus(pause);
    }
}
