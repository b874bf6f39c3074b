package dev.logbell.collector.source.http;

import java.time.Duration;

/**
 * What pushes may be.
 *
 * @param maxBodyBytes of one, compressed and decompressed
 * @param maxEventBytes of one event
 * @param acknowledgeWithin how long a sender waits for its answer at most
 */
public record PushLimits(int maxBodyBytes, int maxEventBytes, Duration acknowledgeWithin) {}
