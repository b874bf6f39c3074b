package dev.logbell.collector.source.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.Outlet;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogRecord;
import dev.logbell.wire.LogRecordCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Reads entries in the real export format from a script that stands in for journalctl, as a process. */
@Execution(ExecutionMode.CONCURRENT)
class JournalSourceIT {
    @TempDir
    Path folder;

    private Path journal;
    private Path script;
    private JournalSource source;
    private final Queue<Flight> waiting = new ConcurrentLinkedQueue<>();
    private final Map<String, ByteArrayOutputStream> stored = new LinkedHashMap<>();
    private int written;
    private UnaryOperator<LogChunk> edge = UnaryOperator.identity();

    @BeforeEach
    void prepare() throws IOException {
        journal = Files.createDirectories(folder.resolve("journal"));
        script = folder.resolve("journalctl");
        Files.writeString(script, """
                #!/bin/bash
                cursor=
                for word; do case $word in --cursor=*) cursor=${word#--cursor=};; --lines=0) cursor=z;; esac; done
                cd "$(dirname "$0")/journal" || exit 1
                shown=
                while sleep 0.02; do
                  for entry in e*; do
                    if [[ ! $entry < $cursor && $entry > $shown ]]; then cat "$entry"; shown=$entry; fi
                  done
                  [[ -e ../die ]] && { rm ../die; echo 'no such luck' >&2; exit 1; }
                done
                """);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        write(1);
    }

    @AfterEach
    void stop() {
        if (source != null) {
            source.close();
        }
    }

    @Test
    void sendsEachEntryAsARecord() throws IOException {
        start();
        write(20);
        awaitStored(21);
        assertThat(stored).hasSize(1);
        assertThat(stored.keySet().iterator().next()).startsWith("journal:web-1:");
        source.close();
        JournalCheckpoint checkpoint =
                JournalCheckpoint.read(folder.resolve("journal.json")).orElseThrow();
        assertThat(checkpoint.cursor()).isEqualTo("e00020");
        assertThat(checkpoint.offset())
                .isEqualTo(stored.values().iterator().next().size());
    }

    @Test
    void storesEachEntryOnceOverACrashAtAnyMoment() throws IOException {
        write(9);
        for (int crash = 0; crash < 6; crash++) {
            start();
            int before = messages().size();
            await().until(() -> !waiting.isEmpty());
            Path checkpoint = folder.resolve("journal.json");
            Path saved = Files.copy(checkpoint, folder.resolve("saved"), StandardCopyOption.REPLACE_EXISTING);
            if (crash % 3 != 0) {
                store(crash % 3 == 2);
            }
            if (crash % 3 == 2) {
                write(3);
                await().until(() -> {
                    store(true);
                    return messages().size() > before + 2;
                });
            }
            source.close();
            waiting.clear();
            Files.move(saved, checkpoint, StandardCopyOption.REPLACE_EXISTING);
            write(2);
        }
        start();
        awaitStored(written);
        assertThat(stored).hasSize(1);
    }

    @Test
    void keepsEntriesOfAChunkThatFailsBeforeItHasLeft() throws IOException {
        AtomicInteger failures = new AtomicInteger(1);
        edge = chunk -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("no edge");
            }
            return chunk;
        };
        write(3);
        start();
        write(3);
        awaitStored(7);
    }

    @Test
    void startsJournalctlAgainWhenItEnds() throws IOException {
        start();
        awaitStored(1);
        Files.createFile(folder.resolve("die"));
        await().until(() -> !Files.exists(folder.resolve("die")));
        write(5);
        awaitStored(6);
        assertThat(stored).hasSize(1);
    }

    @Test
    void beginsAnewWhenTheEntryOfItsCheckpointIsGone() throws IOException {
        start();
        awaitStored(1);
        source.close();
        Files.delete(journal.resolve("e00000"));
        write(3);
        start();
        awaitStored(4);
        assertThat(stored).hasSize(2);
    }

    @Test
    void asksForWhatWasConfigured() {
        JournalSettings settings =
                new JournalSettings("journalctl", List.of("a.service"), List.of("_UID=0"), Path.of("/j"), true);
        assertThat(settings.command(null))
                .containsExactly(
                        "journalctl",
                        "--output=export",
                        "--follow",
                        "--boot=all",
                        "--no-pager",
                        "--quiet",
                        "--lines=0",
                        "--directory=/j",
                        "--unit=a.service",
                        "_UID=0");
        assertThat(settings.command("c")).contains("--no-tail", "--cursor=c").doesNotContain("--lines=0");
    }

    private void start() {
        InFlight inFlight = new InFlight(1 << 20);
        source = new JournalSource(
                new JournalSettings(script.toString(), List.of(), List.of(), null, false),
                folder,
                "web-1",
                1000,
                1024,
                inFlight,
                new SourceMetrics(new SimpleMeterRegistry(), inFlight, "journal"),
                Clock.systemUTC(),
                Outlet.of(() -> edge, waiting::add));
        source.start();
    }

    private void write(int entries) throws IOException {
        for (int i = 0; i < entries; i++) {
            ByteArrayOutputStream entry = new ByteArrayOutputStream();
            entry.writeBytes("__CURSOR=e%05d\n__REALTIME_TIMESTAMP=1762344001%06d\nPRIORITY=6\n"
                    .formatted(written, written)
                    .getBytes(UTF_8));
            EntryRecordTest.binary(entry, "MESSAGE", ("line\n" + written).getBytes(UTF_8));
            entry.write('\n');
            Path draft = Files.write(folder.resolve("draft"), entry.toByteArray());
            Files.move(draft, journal.resolve("e%05d".formatted(written)));
            written++;
        }
    }

    /** What a store does: trims at the watermark, and refuses holes. */
    private void store(boolean isAnswered) {
        for (Flight flight = waiting.poll(); flight != null; flight = waiting.poll()) {
            LogChunk chunk = flight.chunk();
            assertThat(chunk.framing()).isEqualTo(Framing.RECORDS);
            ByteArrayOutputStream bytes =
                    stored.computeIfAbsent(chunk.source().id(), id -> new ByteArrayOutputStream());
            assertThat(chunk.offset()).as("a hole").isLessThanOrEqualTo(bytes.size());
            bytes.writeBytes(chunk.from(bytes.size()).bytes());
            if (isAnswered) {
                flight.acknowledge();
            }
        }
    }

    private void awaitStored(int count) {
        await().untilAsserted(() -> {
            store(true);
            assertThat(messages())
                    .isEqualTo(IntStream.range(0, count)
                            .mapToObj(number -> "line\n" + number)
                            .toList());
        });
    }

    private List<String> messages() {
        List<String> messages = new ArrayList<>();
        stored.values().forEach(bytes -> {
            for (String line : bytes.toString(UTF_8).lines().toList()) {
                byte[] record = line.getBytes(UTF_8);
                LogRecord.Content content = LogRecordCodec.read(record, 0, record.length)
                        .orElseThrow()
                        .content();
                messages.add(((LogRecord.Line) content).text());
            }
        });
        return messages;
    }
}
