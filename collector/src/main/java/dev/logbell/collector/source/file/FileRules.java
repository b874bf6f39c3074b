package dev.logbell.collector.source.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which files are followed, from where on, and how.
 *
 * @param files globs
 * @param exclude globs
 * @param own folder of the collector, which is never followed
 * @param host name of this machine in the sources
 * @param isFromEnd whether files that are there at the very first start are followed from their end
 * @param ignoreOlder how long a file may have been at rest, when it is found, to be read from its beginning
 * @param maxOpenFiles how many files are open at once
 * @param paths what was configured for some of them
 */
public record FileRules(
        List<String> files,
        List<String> exclude,
        Path own,
        String host,
        boolean isFromEnd,
        Optional<Duration> ignoreOlder,
        int maxOpenFiles,
        ReadingLimits limits,
        PathRules paths) {}
