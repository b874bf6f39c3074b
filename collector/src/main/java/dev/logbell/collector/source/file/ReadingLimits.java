package dev.logbell.collector.source.file;

import java.time.Duration;

/** How files are cut into chunks. */
public record ReadingLimits(int maxEventBytes, int maxChunkBytes, Duration quietTime, Duration partialLineTime) {}
