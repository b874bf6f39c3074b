/** Files: found by globs, followed through every rotation, cut into chunks at the ends of events. */
@NullMarked
package dev.logbell.collector.source.file;

import org.jspecify.annotations.NullMarked;
