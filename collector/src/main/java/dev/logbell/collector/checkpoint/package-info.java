/** How far each source is safe, kept on disk over restarts and crashes. */
@NullMarked
package dev.logbell.collector.checkpoint;

import org.jspecify.annotations.NullMarked;
