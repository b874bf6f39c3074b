package dev.logbell.collector.source.file;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import dev.logbell.collector.checkpoint.FileKey;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the system (inotify) what changes in folders, so that a line is read when it is written. It may miss
 * things, on network file systems all of them: whoever listens also looks by himself now and then.
 */
final class FolderWatch implements Watching, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FolderWatch.class);
    private static final long REST_NANOS = 1_000_000;

    private static final Set<String> LOCAL = Set.of(
            "bcachefs",
            "btrfs",
            "ext2",
            "ext3",
            "ext4",
            "f2fs",
            "jfs",
            "overlay",
            "ramfs",
            "reiserfs",
            "tmpfs",
            "xfs",
            "zfs");

    private final @Nullable WatchService service;
    private final Map<Path, Registration> watched = new HashMap<>();
    private final Map<Long, Boolean> localDevices = new HashMap<>();
    private final Listener listener;
    private boolean isRefused;

    private record Registration(WatchKey watch, FileKey folder) {}

    /** What is told, on a thread of the watch. */
    interface Listener {
        /** A file in a watched folder has grown or changed otherwise. */
        void changed(Path file);

        /** A file in a watched folder has come or gone. */
        void appearedOrLeft(Path file);

        /** More has changed than could be told. */
        void missed();
    }

    FolderWatch(Listener listener) {
        this.listener = listener;
        this.service = open();
        if (service != null) {
            WatchService opened = service;
            Thread.ofPlatform().name("logbell-folder-watch").daemon().start(() -> listen(opened));
        }
    }

    private static @Nullable WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            LOG.warnf(
                    "the system cannot tell what changes in folders (%s): files are looked at once a second instead;"
                            + " raise fs.inotify.max_user_instances for faster reading",
                    e.getMessage());
            return null;
        }
    }

    @Override
    public Watched watch(Set<Path> folders) {
        if (service == null) {
            return new Watched(Set.of(), false);
        }
        Map<Path, FileKey> keys = new HashMap<>();
        for (Path folder : folders) {
            FileSight.of(folder).ifPresent(sight -> keys.put(folder, sight.key()));
        }
        watched.entrySet().removeIf(entry -> {
            Registration registration = entry.getValue();
            boolean isGone = !registration.folder().equals(keys.get(entry.getKey()))
                    || !registration.watch().isValid();
            if (isGone) {
                registration.watch().cancel();
            }
            return isGone;
        });
        boolean isMore = false;
        Set<Path> reliable = new HashSet<>();
        for (Map.Entry<Path, FileKey> folder : keys.entrySet()) {
            if (!watched.containsKey(folder.getKey())) {
                isMore |= watch(service, folder.getKey(), folder.getValue());
            }
            if (watched.containsKey(folder.getKey()) && isLocal(folder.getKey(), folder.getValue())) {
                reliable.add(folder.getKey());
            }
        }
        return new Watched(reliable, isMore);
    }

    private boolean watch(WatchService opened, Path folder, FileKey key) {
        try {
            watched.put(
                    folder, new Registration(folder.register(opened, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE), key));
            return true;
        } catch (IOException e) {
            if (!isRefused) {
                isRefused = true;
                LOG.warnf(
                        "%s cannot be watched (%s): its files are looked at once a second instead; if it says so, raise"
                                + " fs.inotify.max_user_watches",
                        folder, e.getMessage());
            }
            return false;
        }
    }

    /** On other file systems another machine may write, of which this one's system knows nothing. */
    private boolean isLocal(Path folder, FileKey key) {
        return localDevices.computeIfAbsent(key.device(), device -> {
            try {
                return LOCAL.contains(Files.getFileStore(folder).type());
            } catch (IOException e) {
                LOG.debugf("the file system of %s does not tell its kind (%s)", folder, e.getMessage());
                return false;
            }
        });
    }

    private void listen(WatchService opened) {
        try {
            while (true) {
                WatchKey key = opened.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    tell(key, event);
                }
                key.reset();
                LockSupport.parkNanos(REST_NANOS);
            }
        } catch (ClosedWatchServiceException e) {
            LOG.trace("folders are no longer watched");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(WatchKey key, WatchEvent<?> event) {
        if (!(event.context() instanceof Path name) || !(key.watchable() instanceof Path folder)) {
            listener.missed();
        } else if (event.kind().equals(ENTRY_MODIFY)) {
            listener.changed(folder.resolve(name));
        } else {
            listener.appearedOrLeft(folder.resolve(name));
        }
    }

    @Override
    public void close() {
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                LOG.debugf("folders cannot be let go of (%s)", e.getMessage());
            }
        }
    }
}
