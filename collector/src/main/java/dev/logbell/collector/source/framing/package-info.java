/** Divides the bytes of a stream into messages, however they arrive. */
@NullMarked
package dev.logbell.collector.source.framing;

import org.jspecify.annotations.NullMarked;
