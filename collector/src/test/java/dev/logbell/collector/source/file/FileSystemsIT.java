package dev.logbell.collector.source.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.logbell.backends.PrivateMounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real process on real file systems that are full, may not be written, or are seen twice. */
@Execution(ExecutionMode.CONCURRENT)
class FileSystemsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Path home;
    private Path logs;
    private PrivateMounts mounts;
    private FollowingProcess process;
    private RotatedLog known;
    private RotatedLog late;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        home = Files.createDirectories(folder.resolve("home"));
        logs = Files.createDirectories(folder.resolve("logs"));
        mounts = new PrivateMounts();
        known = new RotatedLog(logs, "known.log", "k ");
        late = new RotatedLog(logs, "late.log", "l ");
        process = new FollowingProcess(
                folder,
                List.of(folder + "/logs/*.log", folder + "/again/*.log"),
                (source, path, offset, bytes) ->
                        (path.endsWith("late.log") ? late : known).arrived(source, offset, bytes));
    }

    @AfterEach
    void end() throws IOException {
        process.close();
        known.close();
        late.close();
        mounts.close();
    }

    @Test
    void losesNothingWhileTheDiskOfTheCheckpointsIsFull() throws IOException, InterruptedException {
        mounts.run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", home.toString());
        start();
        known.open();
        known.write(100);
        awaitRead(known);
        Path filler = mounts.seen(home).resolve("filler");
        mounts.run("sh", "-c", "cat /dev/zero > %s/filler 2>/dev/null || true".formatted(home));
        known.write(2_000);
        late.open();
        late.write(5);
        awaitRead(known);
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            known.write(1);
                            return process.problem();
                        },
                        problem -> problem.contains("checkpoints.journal cannot be written")
                                && problem.contains("No space left on device")
                                && problem.contains("free space"));
        process.kill();
        known.write(50);
        start();
        awaitRead(known);
        known.rotate();
        known.write(7);
        Files.delete(filler);
        awaitRead(known);
        awaitRead(late);
        await().atMost(PATIENCE).until(() -> process.problem(), "null"::equals);
        process.kill();
        known.write(3);
        start();
        assertAllHasArrived();
    }

    @Test
    void losesNothingWhileTheDiskOfTheCheckpointsMayNotBeWritten() throws IOException, InterruptedException {
        mounts.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", home.toString());
        start();
        known.open();
        known.write(100);
        awaitRead(known);
        process.kill();
        mounts.run("mount", "-o", "remount,bind,ro", home.toString());
        known.write(50);
        late.open();
        late.write(5);
        start();
        awaitRead(known);
        await().atMost(PATIENCE).until(() -> process.problem(), problem -> problem.contains("Read-only file system"));
        assertThat(late.isKnown()).isFalse();
        process.kill();
        start();
        known.write(20);
        awaitRead(known);
        mounts.run("mount", "-o", "remount,bind,rw", home.toString());
        await().atMost(PATIENCE).until(() -> process.problem(), "null"::equals);
        assertAllHasArrived();
    }

    @Test
    void readsAFolderOnceThatIsSeenTwice() throws IOException, InterruptedException {
        Path again = Files.createDirectories(folder.resolve("again"));
        mounts.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", logs.toString());
        mounts.run("mount", "--bind", logs.toString(), again.toString());
        try (RotatedLog log = new RotatedLog(mounts.seen(logs), "known.log", "k ")) {
            known = log;
            start();
            known.open();
            known.write(10);
            awaitRead(known);
            known.rotate();
            known.write(10);
            process.kill();
            known.write(5);
            known.rotate();
            known.write(5);
            start();
            assertAllHasArrived();
        }
    }

    private void start() throws IOException {
        process.start(mounts.entering(), home, "");
    }

    private void awaitRead(RotatedLog log) {
        await().atMost(PATIENCE).until(() -> {
            process.read();
            return log.isAllRead();
        });
    }

    private void assertAllHasArrived() throws IOException, InterruptedException {
        awaitRead(known);
        awaitRead(late);
        process.stop();
        assertThat(known.complaint()).isEmpty();
        assertThat(late.complaint()).isEmpty();
    }
}
