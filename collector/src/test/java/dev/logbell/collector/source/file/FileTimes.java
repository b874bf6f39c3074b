package dev.logbell.collector.source.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The clock of a file system, which moves in steps of some milliseconds; births have to be apart to be told apart. */
final class FileTimes {
    private FileTimes() {}

    /** Waits until a file that is made now is younger than all that were made before. */
    static void awaitNext(Path folder) throws IOException {
        awaitAfter(folder, Instant.now());
    }

    private static void awaitAfter(Path folder, Instant moment) throws IOException {
        Path probe = folder.resolve("probe");
        while (!time(probe).isAfter(moment)) {
            LockSupport.parkNanos(200_000);
        }
        Files.delete(probe);
    }

    /** Waits until a file that is made now is surely younger than a moment that a clock tells. */
    static void awaitSurelyNext(Path folder) throws IOException {
        awaitAfter(folder, Instant.now().plusMillis(30));
    }

    private static Instant time(Path probe) throws IOException {
        return Files.getLastModifiedTime(Files.writeString(probe, "x")).toInstant();
    }
}
