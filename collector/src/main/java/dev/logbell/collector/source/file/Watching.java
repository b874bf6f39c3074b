package dev.logbell.collector.source.file;

import java.nio.file.Path;
import java.util.Set;

/** Has the system tell what changes in folders. */
interface Watching {
    /** Watches exactly these folders. */
    Watched watch(Set<Path> folders);

    /**
     * What is watched.
     *
     * @param reliable folders of which every change is told
     * @param isMore whether there are folders among them that were not watched before
     */
    record Watched(Set<Path> reliable, boolean isMore) {}
}
