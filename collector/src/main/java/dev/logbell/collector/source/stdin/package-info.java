/** Logs that are piped into the collector. */
@NullMarked
package dev.logbell.collector.source.stdin;

import org.jspecify.annotations.NullMarked;
