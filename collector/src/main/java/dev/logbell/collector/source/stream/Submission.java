package dev.logbell.collector.source.stream;

import dev.logbell.log.Framing;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Lines that were handed over at once, and who waits for them to be safe. */
@SuppressWarnings("ArrayRecordComponent") // up to megabytes on the hot path, and never compared
record Submission(byte[] bytes, Framing framing, Instant taken, CompletableFuture<Void> safe) {}
