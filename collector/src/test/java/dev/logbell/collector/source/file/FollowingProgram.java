package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.CheckpointSaver;
import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.log.LogChunk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process that follows files as the collector does, with all its threads and its checkpoints on the disk, and puts what
 * it reads into a file before it acknowledges. Ends when its standard input does.
 *
 * <p>Arguments: folder of the checkpoints, file for what was read, the sign of paths whose chunks are kept without an
 * answer, and globs.
 */
final class FollowingProgram {
    private FollowingProgram() {}

    public static void main(String[] words) throws IOException {
        Path home = Path.of(words[0]);
        String silent = words[2];
        FileChannel kept = FileChannel.open(Path.of(words[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Checkpoints checkpoints = new Checkpoints(home);
        InFlight inFlight = new InFlight(64 << 20);
        FileSource source = new FileSource(
                new FileRules(
                        List.of(words).subList(3, words.length),
                        List.of(),
                        home,
                        "web-1",
                        false,
                        Optional.empty(),
                        8_000,
                        new ReadingLimits(1 << 20, 1 << 18, Duration.ofMillis(20), Duration.ofSeconds(1)),
                        PathRules.none()),
                checkpoints,
                inFlight,
                new SourceMetrics(new SimpleMeterRegistry(), inFlight),
                Clock.systemUTC(),
                flight -> keep(flight, kept, silent));
        CheckpointSaver saver = new CheckpointSaver(checkpoints);
        saver.start();
        source.start();
        while (System.in.read() >= 0) {
            source.statuses().toCompletableFuture().join();
            System.out.println(checkpoints.problem());
        }
        source.close();
        saver.close();
    }

    private static void keep(Flight flight, FileChannel kept, String silent) {
        LogChunk chunk = flight.chunk();
        String path = chunk.source().resource().getOrDefault("log.file.path", "");
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(record)) {
            out.writeUTF(chunk.source().id());
            out.writeUTF(path);
            out.writeLong(chunk.offset());
            out.writeInt(chunk.bytes().length);
            out.write(chunk.bytes());
            kept.write(ByteBuffer.wrap(record.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (silent.isEmpty() || !path.contains(silent)) {
            flight.acknowledge();
        }
    }
}
