/** What senders push to the collector: sessions, their chunks, and the answers that tell them what is safe. */
@NullMarked
package dev.logbell.collector.source.stream;

import org.jspecify.annotations.NullMarked;
