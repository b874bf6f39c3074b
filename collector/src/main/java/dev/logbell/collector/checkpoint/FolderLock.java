package dev.logbell.collector.checkpoint;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.logbell.access.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/** Holds a data folder for one process alone. The system lets go of it when the process ends, however it ends. */
public final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    /**
     * Takes the folder.
     *
     * @throws IllegalStateException if another process has it
     */
    @SuppressWarnings("MustBeClosedChecker")
    public FolderLock(Path folder) {
        Path file = folder.resolve("lock");
        try {
            OwnerOnly.makeFolder(folder);
            channel = FileChannel.open(file, CREATE, WRITE);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "%s cannot be written (%s): set LOGBELL_DATA to a folder where it can".formatted(file, e), e);
        }
        boolean isMine = false;
        try {
            FileLock lock = channel.tryLock();
            isMine = lock != null;
        } catch (OverlappingFileLockException e) {
            isMine = false;
        } catch (IOException e) {
            throw new IllegalStateException("%s cannot be locked (%s)".formatted(file, e), e);
        }
        if (!isMine) {
            close();
            throw new IllegalStateException(
                    "another collector works in %s: stop it, or set LOGBELL_DATA to a folder of this one's own"
                            .formatted(folder));
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
