package dev.logbell.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.backends.Postgres;
import dev.logbell.log.LogEvent;
import dev.logbell.processor.parse.StandardParsers;
import dev.logbell.processor.pattern.Patterns;
import dev.logbell.processor.store.postgres.PostgresLogStore;
import dev.logbell.processor.store.postgres.SettingsOf;
import io.vertx.mutiny.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processors over one PostgreSQL give the events of one statement the same pattern. */
class PatternSharingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private static Path folder;

    /** One of the two. */
    private record Processor(PostgresLogStore store, Patterns patterns, PatternSharing sharing) {
        static Processor start(Vertx vertx, Postgres postgres) {
            PostgresLogStore store = new PostgresLogStore(vertx, new SettingsOf(postgres), Clock.systemUTC());
            store.open().await().atMost(PATIENCE);
            Patterns patterns = new Patterns();
            PatternSharing sharing = new PatternSharing(store, patterns, StandardParsers.make(), true);
            sharing.load().await().atMost(PATIENCE);
            return new Processor(store, patterns, sharing);
        }

        LogEvent read(String line) {
            return patterns.mark(
                            List.of(new LogEvent(NOON, NOON, 9, "", line, Map.of(), Map.of(), null, null, "file:a", 0)))
                    .getFirst();
        }

        void share() {
            sharing.share().await().atMost(PATIENCE);
        }

        String root(String line) {
            return patterns.root(String.valueOf(read(line).pattern()));
        }
    }

    @Test
    void giveTheSameStatementsTheSamePatterns() {
        Postgres postgres = Postgres.start(folder, 0);
        Vertx vertx = Vertx.vertx();
        try {
            Processor one = Processor.start(vertx, postgres);
            Processor other = Processor.start(vertx, postgres);

            assertThat(one.read("disk 1 full").attributes()).containsEntry(Patterns.NEW, true);
            one.share();
            other.share();
            assertThat(other.read("disk 2 full").attributes()).doesNotContainKey(Patterns.NEW);

            // Each sees some of the values, in its own order; what differs becomes a value in both.
            Stream.of("alice", "bob", "carol").forEach(user -> one.read("session opened for " + user));
            Stream.of("dave", "erin", "frank").forEach(user -> other.read("session opened for " + user));
            other.read("job 7 took 12 ms");
            one.read("job 8 took 9 ms");
            one.share();
            other.share();
            one.share();

            List<String> lines = List.of("session opened for grace", "job 9 took 1 ms", "disk 3 full");
            assertThat(lines.stream().map(one::root))
                    .containsExactlyElementsOf(lines.stream().map(other::root).toList());
            assertThat(lines.stream().map(one::root)).doesNotHaveDuplicates();

            Processor later = Processor.start(vertx, postgres);
            assertThat(lines.stream().map(later::root))
                    .containsExactlyElementsOf(lines.stream().map(one::root).toList());
            assertThat(later.read("session opened for heidi").attributes()).doesNotContainKey(Patterns.NEW);
            Stream.of(one, other, later).forEach(processor -> processor.store().close());
        } finally {
            vertx.closeAndAwait();
            postgres.stop();
        }
    }
}
