package dev.logbell.collector;

import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.checkpoint.FolderLock;
import dev.logbell.collector.source.file.FileRules;
import dev.logbell.collector.source.file.ReadingLimits;
import java.nio.file.Path;

/** What the collector has before it reads: its first configuration, and the folder of its checkpoints, which it alone holds. */
record Prepared(Configuration first, Path folder, FolderLock lock, Checkpoints checkpoints) {
    CollectorSettings settings() {
        return first.settings();
    }

    /** What a configuration says of files, but for what is fixed at the start. */
    FileRules fileRules(Configuration now) {
        ReadingLimits limits = now.settings().limits();
        return new FileRules(
                now.settings().files(),
                now.settings().exclude(),
                folder,
                settings().host(),
                now.config().readFrom() == CollectorConfig.ReadFrom.END,
                now.config().ignoreOlder(),
                first.config().maxOpenFiles(),
                new ReadingLimits(
                        settings().limits().maxEventBytes(),
                        settings().limits().maxChunkBytes(),
                        limits.quietTime(),
                        limits.partialLineTime()),
                now.settings().rules());
    }
}
