/** Graylog's extended log format, over HTTP here; its messages are read the same way over UDP and TCP. */
@NullMarked
package dev.logbell.collector.source.gelf;

import org.jspecify.annotations.NullMarked;
